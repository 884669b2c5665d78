// SPDX-License-Identifier: Apache-2.0
/** Which function fills which column, who computed which cell from what, and which cells are still right. */
@NullMarked
package dev.joust.internal.feature;

import org.jspecify.annotations.NullMarked;
