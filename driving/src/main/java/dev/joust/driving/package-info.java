// SPDX-License-Identifier: Apache-2.0
/** BDD100K-style driving data: the table, its features, its views. */
@NullMarked
package dev.joust.driving;

import org.jspecify.annotations.NullMarked;
