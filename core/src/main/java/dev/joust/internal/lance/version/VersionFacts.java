// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.lance.version;

import dev.joust.internal.lance.commit.Changes;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One version of a table.
 *
 * @param version counted from 1
 * @param time when it was committed
 * @param rows its live rows
 * @param operation what made it, such as {@code append}; {@code unknown} where it was not recorded
 * @param properties what the transaction was given along
 * @param tags the tags that name it
 */
public record VersionFacts(
        long version, Instant time, long rows, String operation, Map<String, String> properties, List<String> tags) {
    /** Copies the collections. */
    public VersionFacts {
        properties = Map.copyOf(properties);
        tags = List.copyOf(tags);
    }

    /** The job that made it. */
    public Optional<String> job() {
        return Optional.ofNullable(properties.get(Changes.JOB));
    }
}
