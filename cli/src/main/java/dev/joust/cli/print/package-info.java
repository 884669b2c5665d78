// SPDX-License-Identifier: Apache-2.0
/** How values, rows, text and progress look, to people on a terminal and to programs as JSON. */
@NullMarked
package dev.joust.cli.print;

import org.jspecify.annotations.NullMarked;
