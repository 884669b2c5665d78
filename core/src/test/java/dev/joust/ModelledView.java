// SPDX-License-Identifier: Apache-2.0
package dev.joust;

import static org.assertj.core.api.Assertions.assertThat;

import dev.joust.internal.arrow.RowReader;
import dev.joust.internal.lance.FragmentFacts;
import dev.joust.internal.lance.ScanRequest;
import dev.joust.internal.lance.Snapshot;
import dev.joust.query.Row;
import dev.joust.view.Projection;
import dev.joust.view.RefreshMode;
import dev.joust.view.RefreshResult;
import dev.joust.view.Sample;
import dev.joust.view.ViewDefinition;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.jspecify.annotations.Nullable;

/** A view, what it must hold by a naive model, and what its last refresh saw of the source. */
final class ModelledView {
    private static final String ADDRESS = "_rowaddr";

    /** A kind of view, with its filter as SQL and as Java. */
    enum Kind {
        FILTERED,
        COMPUTED,
        DERIVED,
        DERIVED_ONLY,
        SAMPLED,
        LIMITED,
        SAMPLED_AND_LIMITED,
        NESTED;

        private List<String> columns() {
            return switch (this) {
                case FILTERED, LIMITED -> List.of("id", "text");
                case COMPUTED -> List.of("id", "twice=n * 2");
                case DERIVED -> List.of("id", "tag");
                case DERIVED_ONLY, SAMPLED_AND_LIMITED -> List.of("id");
                case SAMPLED -> List.of("id", "score");
                case NESTED -> List.of("id", "more=id + 7");
            };
        }

        private Optional<String> filter() {
            return switch (this) {
                case FILTERED -> Optional.of("n % 3 <> 0");
                case DERIVED -> Optional.of("tag IS NOT TRUE");
                case DERIVED_ONLY -> Optional.of("tag");
                case SAMPLED -> Optional.of("n < 70");
                case LIMITED -> Optional.of("n % 2 = 0");
                case NESTED -> Optional.of("id % 2 = 0");
                case COMPUTED, SAMPLED_AND_LIMITED -> Optional.empty();
            };
        }

        private boolean matches(Row row) {
            return switch (this) {
                case FILTERED -> row.intValue("n") % 3 != 0;
                case DERIVED -> !isTrue(row, "tag");
                case DERIVED_ONLY -> isTrue(row, "tag");
                case SAMPLED -> row.intValue("n") < 70;
                case LIMITED -> row.intValue("n") % 2 == 0;
                case NESTED -> row.longValue("id") % 2 == 0;
                case COMPUTED, SAMPLED_AND_LIMITED -> true;
            };
        }

        /** The columns of the source that it reads. */
        private List<String> inputs() {
            return switch (this) {
                case FILTERED, LIMITED -> List.of("id", "text", "n");
                case COMPUTED -> List.of("id", "n");
                case DERIVED, DERIVED_ONLY -> List.of("id", "tag");
                case SAMPLED -> List.of("id", "score", "n");
                case SAMPLED_AND_LIMITED, NESTED -> List.of("id");
            };
        }

        private static boolean isTrue(Row row, String column) {
            return !row.isNull(column) && row.bool(column);
        }

        private ViewDefinition definition(String source) {
            return new ViewDefinition(
                    source,
                    columns().stream().map(Kind::projection).toList(),
                    filter(),
                    this == LIMITED || this == SAMPLED_AND_LIMITED ? OptionalLong.of(7) : OptionalLong.empty(),
                    this == SAMPLED || this == SAMPLED_AND_LIMITED
                            ? Optional.of(new Sample(0.4, 99))
                            : Optional.empty());
        }

        private static Projection projection(String column) {
            int equals = column.indexOf('=');
            return equals < 0
                    ? Projection.column(column)
                    : new Projection(column.substring(0, equals), column.substring(equals + 1));
        }

        private String values(Row row) {
            return switch (this) {
                case COMPUTED -> row.value("id") + "|" + 2 * row.intValue("n");
                case NESTED -> row.value("id") + "|" + (row.longValue("id") + 7);
                default ->
                    String.join(
                            "|", columns().stream().map(c -> "" + row.value(c)).toList());
            };
        }

        private String stored(Row row) {
            return String.join(
                    "|",
                    columns().stream()
                            .map(c -> "" + row.value(projection(c).output()))
                            .toList());
        }
    }

    private final View view;
    private final Kind kind;
    private final Set<String> touched = new HashSet<>();
    private boolean isRebuilt = true;
    private @Nullable Seen last;

    /** What a version of the source has: the rows by id, the fragment of each, the files behind the view's columns. */
    private record Seen(Map<Long, Row> rows, Map<Long, Integer> fragments, Map<Integer, List<String>> files) {
        Map<Long, String> inputs(Kind kind) {
            Map<Long, String> inputs = new HashMap<>();
            rows.forEach((id, row) -> inputs.put(
                    id,
                    String.join(
                            "|",
                            kind.inputs().stream().map(c -> "" + row.value(c)).toList())));
            return inputs;
        }
    }

    private ModelledView(View view, Kind kind) {
        this.view = view;
        this.kind = kind;
    }

    static ModelledView create(Lake lake, Kind kind, String source) {
        return new ModelledView(lake.createView(kind.name().toLowerCase(Locale.ROOT), kind.definition(source)), kind);
    }

    View view() {
        return view;
    }

    String name() {
        return view.name();
    }

    boolean isOf(String source) {
        return view.definition().source().equals(source);
    }

    /** A column of the source was written, if only with the values that it had. */
    void touched(String column) {
        touched.add(column);
    }

    void touchedAll() {
        touched.addAll(kind.inputs());
    }

    void sourceIsAnother() {
        isRebuilt = true;
    }

    RefreshResult refreshAndCheck() throws Exception {
        Map<Long, Row> held = rows(view.table(), "__source_row_id");
        RefreshResult result = view.refresh();
        Seen now = seen();
        Map<Long, String> wanted = wanted(now);
        Map<Long, String> actual = new TreeMap<>();
        rows(view.table(), "__source_row_id").forEach((id, row) -> actual.put(id, kind.stored(row)));
        assertThat(actual).as("%s (%s)", result, result.why()).isEqualTo(wanted);
        assertThat(view.table().count()).isEqualTo(actual.size()).isEqualTo(result.rowsAfter());
        checkCounts(result, held, actual);
        checkReading(result, held, now);
        last = now;
        isRebuilt = false;
        touched.clear();
        return result;
    }

    private Map<Long, String> wanted(Seen now) {
        ViewDefinition definition = view.definition();
        Map<Long, String> wanted = new TreeMap<>();
        now.rows().forEach((id, row) -> {
            boolean isSampled = definition.sample().map(s -> s.contains(id)).orElse(true);
            if (kind.matches(row)
                    && isSampled
                    && wanted.size() < definition.limit().orElse(Long.MAX_VALUE)) {
                wanted.put(id, kind.values(row));
            }
        });
        return wanted;
    }

    private void checkCounts(RefreshResult result, Map<Long, Row> held, Map<Long, String> actual) {
        long added =
                actual.keySet().stream().filter(id -> !held.containsKey(id)).count();
        long removed =
                held.keySet().stream().filter(id -> !actual.containsKey(id)).count();
        long replaced = held.entrySet().stream()
                .filter(row -> actual.containsKey(row.getKey())
                        && !actual.get(row.getKey()).equals(kind.stored(row.getValue())))
                .count();
        assertThat(List.of(result.added(), result.removed(), result.replaced()))
                .as("added, removed, replaced (%s)", result.why())
                .containsExactly(added, removed, replaced);
    }

    private void checkReading(RefreshResult result, Map<Long, Row> held, Seen now) {
        if (isRebuilt || last == null) {
            assertThat(result.mode()).isEqualTo(RefreshMode.REBUILD);
            return;
        }
        assertThat(result.mode()).as(result.why()).isNotEqualTo(RefreshMode.REBUILD);
        Set<Integer> changed = changedFragments(last, now);
        boolean isTouched = kind.inputs().stream().anyMatch(touched::contains);
        if (changed.isEmpty()
                && !isTouched
                && now.rows().keySet().containsAll(last.rows().keySet())) {
            assertThat(result.mode()).as(result.why()).isEqualTo(RefreshMode.NO_OP);
        }
        if (!needsRefill(held, now)) {
            assertThat(changed).as("fragments that changed").containsAll(result.fragmentsRead());
        }
    }

    private Set<Integer> changedFragments(Seen before, Seen now) {
        Map<Long, String> old = before.inputs(kind);
        Set<Integer> changed = new HashSet<>();
        now.inputs(kind).forEach((id, values) -> {
            if (!values.equals(old.get(id))) {
                changed.add(now.fragments().get(id));
            }
        });
        boolean isTouched = kind.inputs().stream().anyMatch(touched::contains);
        now.files().forEach((fragment, files) -> {
            List<String> earlier = before.files().get(fragment);
            if (earlier == null ? isTouched : !earlier.equals(files)) {
                changed.add(fragment);
            }
        });
        return changed;
    }

    /** Whether so many of its lowest rows left that it must look for the ones that come after them. */
    private boolean needsRefill(Map<Long, Row> held, Seen now) {
        OptionalLong limit = view.definition().limit();
        if (limit.isEmpty() || held.size() < limit.getAsLong()) {
            return false;
        }
        long highest = held.keySet().stream().mapToLong(Long::longValue).max().orElseThrow();
        return now.rows().entrySet().stream()
                        .filter(row -> row.getKey() <= highest
                                && kind.matches(row.getValue())
                                && view.definition()
                                        .sample()
                                        .map(s -> s.contains(row.getKey()))
                                        .orElse(true))
                        .count()
                < limit.getAsLong();
    }

    private Seen seen() throws Exception {
        Map<Long, Integer> fragments = new HashMap<>();
        Map<Long, Row> rows = rows(view.source(), "_rowid");
        rows.forEach((id, row) -> fragments.put(id, (int) (row.longValue(ADDRESS) >>> 32)));
        Map<Integer, List<String>> files = new HashMap<>();
        try (Snapshot now = view.source().handle().latest()) {
            for (FragmentFacts fragment : now.fragments()) {
                List<String> names = new ArrayList<>();
                kind.inputs().forEach(input -> names.addAll(fragment.filesOf(now.fieldIds(input))));
                files.put(fragment.id(), names);
            }
        }
        return new Seen(rows, fragments, files);
    }

    private static Map<Long, Row> rows(Table table, String key) throws Exception {
        Map<Long, Row> rows = new TreeMap<>();
        try (Snapshot now = table.handle().latest();
                ArrowReader reader =
                        now.scan(ScanRequest.everything().withRowId().withRowAddress())) {
            while (reader.loadNextBatch()) {
                VectorSchemaRoot batch = reader.getVectorSchemaRoot();
                RowReader rowReader = RowReader.of(batch);
                for (int i = 0; i < batch.getRowCount(); i++) {
                    Row row = rowReader.read(i);
                    rows.put(row.longValue(key), row);
                }
            }
        }
        return rows;
    }
}
