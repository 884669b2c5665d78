// SPDX-License-Identifier: Apache-2.0
package dev.joust.view;

/**
 * How much a rebuild of a view would copy.
 *
 * @param rows rows that match; exact but for a sample, of which it is the expected number
 * @param bytes of all rows in memory: their number times the mean size of the first few
 */
public record RebuildEstimate(long rows, long bytes) {}
