// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.change;

/**
 * What a delete or an update did.
 *
 * @param version the version that shows it; the newest one if no row was concerned, because then nothing is committed
 * @param rows how many rows were concerned
 */
public record RowsChanged(long version, long rows) {}
