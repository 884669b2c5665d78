// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.change;

/**
 * What an insert did.
 *
 * @param version the version that shows it; the newest one if there was no new row, because then nothing is committed
 * @param inserted rows whose key the table did not have
 * @param present rows whose key the table had
 */
public record Inserted(long version, long inserted, long present) {}
