// SPDX-License-Identifier: Apache-2.0
/** Where jobs and their errors are written down: in ordinary tables of the lake. */
@NullMarked
package dev.joust.internal.job;

import org.jspecify.annotations.NullMarked;
