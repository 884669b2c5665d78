// SPDX-License-Identifier: Apache-2.0
package dev.joust.driving;

/**
 * A portion of an ingest that is committed.
 *
 * @param rowsAdded rows that this and the portions before it have added
 * @param version the version that shows them
 */
public record IngestCommit(long rowsAdded, long version) {}
