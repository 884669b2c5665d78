// SPDX-License-Identifier: Apache-2.0
package dev.joust;

/**
 * What an append of missing rows did.
 *
 * @param inserted rows whose key the table did not have
 * @param present rows that were left out, because the table has their key
 * @param version the version that shows it; the newest one if all were there
 */
public record InsertResult(long inserted, long present, long version) {}
