// SPDX-License-Identifier: Apache-2.0
/** What a feature is: columns, the function that fills them, who that function is, and in what state the cells are. */
@NullMarked
package dev.joust.feature;

import org.jspecify.annotations.NullMarked;
