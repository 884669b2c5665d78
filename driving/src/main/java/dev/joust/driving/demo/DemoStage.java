// SPDX-License-Identifier: Apache-2.0
package dev.joust.driving.demo;

import static java.util.Objects.requireNonNull;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A stage of the demo that is done.
 *
 * @param name one word or two with a hyphen, such as {@code ingest}
 * @param title for people, such as {@code Files become rows}
 * @param outcome what came of it, in one line
 * @param seconds how long it took
 * @param facts numbers and words by snake-case name, for machines, in the order of the stage
 */
public record DemoStage(String name, String title, String outcome, double seconds, Map<String, Object> facts) {
    /** Copies the map, keeping its order. */
    public DemoStage {
        requireNonNull(name, "name");
        requireNonNull(title, "title");
        requireNonNull(outcome, "outcome");
        facts = Collections.unmodifiableMap(new LinkedHashMap<>(facts));
    }
}
