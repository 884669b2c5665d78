// SPDX-License-Identifier: Apache-2.0
/** The seam between planning work and executing it: on local threads, later on a cluster. */
@NullMarked
package dev.joust.run;

import org.jspecify.annotations.NullMarked;
