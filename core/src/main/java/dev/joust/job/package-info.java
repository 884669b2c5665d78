// SPDX-License-Identifier: Apache-2.0
/** Jobs: what ran on a table, how far it is, and how to stop it. */
@NullMarked
package dev.joust.job;

import org.jspecify.annotations.NullMarked;
