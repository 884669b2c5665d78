// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.view;

import dev.joust.internal.lance.Snapshot;
import dev.joust.internal.lance.version.History;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * Up to which version of its source a view has come. It is stored with the transaction that brought it there, so that
 * rows and state cannot disagree.
 *
 * @param sourceVersion the source's version
 * @param sourceTime when that version was committed, to tell a re-created source
 */
record ViewState(long sourceVersion, Instant sourceTime) {
    /** The properties of a refresh's transaction. */
    static final String VERSION = "joust.source.version";

    private static final String TIME = "joust.source.time";

    /** The state of a version of the view; empty if it was never refreshed, or if that cannot be known. */
    static Optional<ViewState> of(Snapshot view) {
        return History.newest(view, properties -> properties.containsKey(VERSION))
                .map(entry -> new ViewState(
                        Long.parseLong(entry.properties().getOrDefault(VERSION, "0")),
                        Instant.parse(entry.properties().getOrDefault(TIME, Instant.EPOCH.toString()))));
    }

    Map<String, String> properties() {
        return Map.of(VERSION, Long.toString(sourceVersion), TIME, sourceTime.toString());
    }
}
