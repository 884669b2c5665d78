// SPDX-License-Identifier: Apache-2.0
/** Permutations: the rows of one version of a table, divided into named splits, in a reproducible order. */
@NullMarked
package dev.joust.permutation;

import org.jspecify.annotations.NullMarked;
