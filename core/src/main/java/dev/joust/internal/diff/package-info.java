// SPDX-License-Identifier: Apache-2.0
/**
 * Compares two versions of a table.
 *
 * <p>Manifests come first: a fragment that both versions have, with the same files behind its columns and the same
 * deleted rows, is not looked at. Of a fragment whose files differ only the columns are read whose files differ, from
 * both versions side by side. Rows in fragments that only one version has are told apart by their ids: those that both
 * have were moved, mostly by a compaction, whose transactions say which columns can differ at all. A declared key joins
 * what is left over: a removed and an added row of one key are one row that was replaced.
 *
 * <p>In memory are the ids of the rows of fragments that only one version has, and one batch of values of each.
 */
@NullMarked
package dev.joust.internal.diff;

import org.jspecify.annotations.NullMarked;
