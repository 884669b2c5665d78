// SPDX-License-Identifier: Apache-2.0
/** Finds the rows of permutations, divides and mixes them, and stores them in LanceDB's layout. */
@NullMarked
package dev.joust.internal.permutation;

import org.jspecify.annotations.NullMarked;
