// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.change;

/**
 * What an upsert did.
 *
 * @param version the version that shows it; the newest one if there were no rows, because then nothing is committed
 * @param inserted rows whose key the table did not have
 * @param updated rows whose key the table had
 */
public record Upserted(long version, long inserted, long updated) {}
