// SPDX-License-Identifier: Apache-2.0
package dev.joust;

import dev.joust.internal.lance.version.VersionFacts;
import dev.joust.internal.pin.PinTags;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * One version of a table.
 *
 * @param version counted from 1
 * @param time when it was committed
 * @param rows its live rows
 * @param operation what made it, such as {@code append} or {@code backfill has_person}
 * @param job the job that made it
 * @param tags the tags that name it; those of pins are called {@code pin:} and the pin's name
 */
public record TableVersion(
        long version, Instant time, long rows, String operation, Optional<String> job, List<String> tags) {
    /** Copies the list. */
    public TableVersion {
        tags = List.copyOf(tags);
    }

    static TableVersion of(VersionFacts facts, PinTags pins) {
        List<String> tags = facts.tags().stream()
                .flatMap(tag -> pins.shown(tag).stream())
                .sorted()
                .toList();
        return new TableVersion(facts.version(), facts.time(), facts.rows(), facts.operation(), facts.job(), tags);
    }
}
