// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.query;

import dev.joust.error.NotFoundException;
import dev.joust.internal.lance.Snapshot;
import dev.joust.internal.lance.read.RowIdReader;
import dev.joust.internal.lance.read.WholeBlobs;
import dev.joust.query.QuerySpec;
import dev.joust.query.Selected;
import java.io.IOException;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.arrow.vector.UInt8Vector;
import org.apache.arrow.vector.ipc.ArrowReader;

/**
 * Rows by their ids; that all of them exist is checked, because Lance leaves out unknown ones in silence.
 *
 * <p>Where one batch holds all rows, their number says it; otherwise the ids are looked up before the rows are read.
 */
final class RowIdQuery {
    private static final int CHECKED_AT_ONCE = 8192;
    private static final int MAX_SHOWN = 10;

    private final Snapshot snapshot;
    private final QueryPlan plan;
    private final List<Long> all;
    private final List<Long> ids;

    private RowIdQuery(Snapshot snapshot, QueryPlan plan, List<Long> all, List<Long> ids) {
        this.snapshot = snapshot;
        this.plan = plan;
        this.all = all;
        this.ids = ids;
    }

    static RowIdQuery of(Snapshot snapshot, QuerySpec query) {
        return of(snapshot, query, "read rows of table '" + snapshot.table().name() + "' by their ids");
    }

    static RowIdQuery of(Snapshot snapshot, QuerySpec query, String what) {
        if (!query.filters().isEmpty() || !query.order().isEmpty()) {
            throw TableQueries.cannotCombine(
                    what, "they come as asked, without a filter or an order; leave out where and orderBy");
        }
        QueryPlan plan = QueryPlan.of(snapshot, query, what, Optional.empty());
        List<Long> all = query.rowIds().orElseThrow();
        return new RowIdQuery(snapshot, plan, all, ScoredSearch.page(query, all));
    }

    /** Some columns as they are stored, the row id if there is none. */
    static RowIdQuery of(Snapshot snapshot, List<Long> ids, List<String> columns, String what) {
        List<String> stored = columns.isEmpty() ? List.of(TableColumns.ROW_ID) : columns;
        QuerySpec query = new QuerySpec(
                List.of(),
                stored.stream().<Selected>map(Selected.Stored::new).toList(),
                List.of(),
                OptionalLong.empty(),
                0,
                OptionalLong.empty(),
                false,
                Optional.of(ids),
                Optional.empty(),
                false);
        return of(snapshot, query, what);
    }

    private Set<Long> missing() {
        Set<Long> missing = new LinkedHashSet<>(all);
        missing.removeAll(present(snapshot, all));
        return missing;
    }

    private void requirePresent() {
        Set<Long> missing = missing();
        if (!missing.isEmpty()) {
            String shown =
                    missing.stream().limit(MAX_SHOWN).map(String::valueOf).collect(Collectors.joining(", "));
            String more = missing.size() > MAX_SHOWN ? " and " + (missing.size() - MAX_SHOWN) + " more" : "";
            throw new NotFoundException(
                    "Cannot " + plan.columns().what() + ": there is no row with id " + shown + more
                            + "; it was deleted or replaced, or never existed",
                    "row",
                    shown,
                    List.of());
        }
    }

    private RowIdReader taken() {
        Snapshot own = snapshot.retain();
        try {
            return RowIdReader.of(own, ids, plan.read());
        } catch (RuntimeException e) {
            own.close();
            throw e;
        }
    }

    /** Those of some rows that there are. */
    static Set<Long> present(Snapshot snapshot, List<Long> ids) {
        Set<Long> present = new HashSet<>();
        for (int start = 0; start < ids.size(); start += CHECKED_AT_ONCE) {
            List<Long> part = ids.subList(start, Math.min(start + CHECKED_AT_ONCE, ids.size()));
            try (ArrowReader reader = snapshot.take(part, List.of(TableColumns.ROW_ID))) {
                while (reader.loadNextBatch()) {
                    UInt8Vector found =
                            (UInt8Vector) reader.getVectorSchemaRoot().getVector(TableColumns.ROW_ID);
                    for (int i = 0; i < found.getValueCount(); i++) {
                        present.add(found.get(i));
                    }
                }
            } catch (IOException e) {
                throw new IllegalStateException("row ids cannot be read", e);
            }
        }
        return present;
    }

    long count() {
        requirePresent();
        return ids.size();
    }

    ArrowReader read() {
        return readIfPresent().orElseGet(() -> {
            requirePresent();
            throw new IllegalStateException("rows that exist were not read");
        });
    }

    /** Empty if one of the rows does not exist. */
    Optional<ArrowReader> readIfPresent() {
        boolean isOneBatch = ids.size() == all.size() && RowIdReader.isOneBatch(snapshot, ids.size(), plan.read());
        if (!isOneBatch && !missing().isEmpty()) {
            return Optional.empty();
        }
        RowIdReader taken = taken();
        if (!taken.isComplete()) {
            taken.close();
            return Optional.empty();
        }
        ArrowReader rows = plan.hasBlobs() ? WholeBlobs.of(snapshot, taken, plan.scanned()) : taken;
        return Optional.of(
                plan.evaluator().map(evaluator -> evaluator.evaluate(rows)).orElse(rows));
    }
}
