// SPDX-License-Identifier: Apache-2.0
package dev.joust;

/**
 * What an upsert did.
 *
 * @param inserted rows whose key the table did not have
 * @param updated rows that took the place of others
 * @param version the version that shows it; the old one if there were no rows
 */
public record UpsertResult(long inserted, long updated, long version) {}
