// SPDX-License-Identifier: Apache-2.0
/**
 * Finds out where values come from and what depends on them.
 *
 * <p>Everything stands in the lake already: which function fills a column in the metadata of the column, who made the
 * cells in their stamps, what a view holds in its definition. The graph of the tables that are connected is put
 * together, and cut down to what the table or column in question is reached from or reaches.
 */
@NullMarked
package dev.joust.internal.lineage;

import org.jspecify.annotations.NullMarked;
