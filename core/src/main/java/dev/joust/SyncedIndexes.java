// SPDX-License-Identifier: Apache-2.0
package dev.joust;

import dev.joust.error.InvalidRequestException;
import dev.joust.error.JoustException;
import dev.joust.index.IndexStatus;
import dev.joust.internal.query.IndexEngine;
import dev.joust.sync.SyncEvent;
import dev.joust.sync.SyncFailure.Part;
import dev.joust.sync.SyncRequest;
import dev.joust.sync.UpdatedIndex;
import java.util.Map;
import java.util.Set;

/** The indexes of one table in a sync, from before its rows and values change until they cover all of them. */
final class SyncedIndexes {
    private final Table table;
    private final SyncRequest request;
    private final SyncReport report;
    private final IndexEngine engine;
    private final Map<String, Set<String>> before;

    /** Looks at them as they are. */
    SyncedIndexes(Table table, SyncRequest request, SyncReport report) {
        this.table = table;
        this.request = request;
        this.report = report;
        this.engine = new IndexEngine(table.handle());
        this.before = engine.parts();
    }

    /** Brings them up to date, and reports those that are not as they were. */
    void update() {
        engine.restore();
        for (String name : engine.outdated()) {
            request.cancellation().check();
            request.listener().onEvent(new SyncEvent.Indexing(table.name(), name));
            try {
                if (!engine.update(name)) {
                    report.fail(table.name(), Part.INDEX, name, stays(name));
                }
            } catch (JoustException e) {
                report.fail(table.name(), Part.INDEX, name, e);
            }
        }
        engine.awaited().forEach((name, reason) -> report.fail(table.name(), Part.INDEX, name, reason));
        reportChanged();
    }

    private void reportChanged() {
        Map<String, Set<String>> after = engine.parts();
        long version = table.version();
        for (IndexStatus index : table.indexes()) {
            if (!after.getOrDefault(index.name(), Set.of()).equals(before.get(index.name()))) {
                report.add(new UpdatedIndex(table.name(), index.name(), index.rowsIndexed(), version));
            }
        }
        before.keySet().stream()
                .filter(name -> !after.containsKey(name))
                .sorted()
                .forEach(name -> report.fail(table.name(), Part.INDEX, name, gone(name)));
    }

    private JoustException stays(String name) {
        return new InvalidRequestException("Cannot update index '" + name + "' of table '" + table.name()
                + "': the values that its column has now do not allow it; newer rows are searched one by one, or drop"
                + " the index");
    }

    private JoustException gone(String name) {
        return new InvalidRequestException("Cannot keep index '" + name + "' of table '" + table.name()
                + "': the values that its column has now cannot be indexed, so it was dropped; create it again once"
                + " they can");
    }
}
