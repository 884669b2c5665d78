// SPDX-License-Identifier: Apache-2.0
package dev.joust;

/**
 * What a change of rows did.
 *
 * @param rows how many rows it added, changed or removed
 * @param version the version that shows it; the old one if no row was concerned
 */
public record ChangeResult(long rows, long version) {}
