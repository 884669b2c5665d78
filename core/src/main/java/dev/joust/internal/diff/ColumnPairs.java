// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.diff;

import dev.joust.internal.lance.FragmentFacts;
import dev.joust.internal.lance.Snapshot;
import dev.joust.internal.lance.version.Ancestry;
import dev.joust.schema.Column;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The columns of two versions, each with its counterpart.
 *
 * <p>A column with the same field id and name is the same column; so is one with the same field id, type and another
 * name, if the id was in use in all versions on the way from one to the other: a restore gives ids away again. Of the
 * others those with the same name belong together, such as one that was dropped and created again.
 */
final class ColumnPairs {
    private final Snapshot older;
    private final Snapshot newer;
    private final Map<String, ColumnPair> pairs = new LinkedHashMap<>();
    private final Map<String, Column> onlyBefore = new LinkedHashMap<>();
    private final Map<String, Column> onlyAfter = new LinkedHashMap<>();

    ColumnPairs(Snapshot older, Snapshot newer) {
        this.older = older;
        this.newer = newer;
        older.tableSchema().columns().forEach(column -> onlyBefore.put(column.name(), column));
        newer.tableSchema().columns().forEach(column -> onlyAfter.put(column.name(), column));
        List<Column> columns = newer.tableSchema().columns();
        columns.forEach(column -> pair(column, before -> isSame(before, column)));
        columns.forEach(column -> pair(column, before -> isRenamed(before, column)));
        columns.forEach(column -> pair(column, before -> before.name().equals(column.name())));
    }

    private void pair(Column after, Predicate<Column> belongs) {
        Optional<Column> found = onlyAfter.containsKey(after.name())
                ? onlyBefore.values().stream().filter(belongs).findFirst()
                : Optional.empty();
        found.ifPresent(before -> {
            onlyBefore.remove(before.name());
            onlyAfter.remove(after.name());
            pairs.put(
                    after.name(),
                    new ColumnPair(before, after, older.fieldIds(before.name()), newer.fieldIds(after.name())));
        });
    }

    private boolean isSame(Column before, Column after) {
        return before.name().equals(after.name()) && id(older, before) == id(newer, after);
    }

    private boolean isRenamed(Column before, Column after) {
        return id(older, before) == id(newer, after)
                && before.type().equals(after.type())
                && (sharesAFile(before, after) || wasAlwaysThere(id(newer, after)));
    }

    private boolean sharesAFile(Column before, Column after) {
        Map<Integer, FragmentFacts> fragments = new HashMap<>();
        older.fragments().forEach(fragment -> fragments.put(fragment.id(), fragment));
        List<Integer> idsBefore = older.fieldIds(before.name());
        List<Integer> idsAfter = newer.fieldIds(after.name());
        return newer.fragments().stream().anyMatch(fragment -> {
            List<String> files = fragment.filesOf(idsAfter);
            FragmentFacts earlier = fragments.get(fragment.id());
            return !files.isEmpty()
                    && earlier != null
                    && earlier.filesOf(idsBefore).equals(files);
        });
    }

    private boolean wasAlwaysThere(int fieldId) {
        return Ancestry.allHold(
                newer.table(),
                older.version(),
                newer.version(),
                at -> at.path(fieldId).isPresent());
    }

    private static int id(Snapshot snapshot, Column column) {
        return snapshot.fieldIds(column.name()).get(0);
    }

    /** Those that both versions have, in the order of the newer one. */
    List<ColumnPair> all() {
        List<ColumnPair> ordered = new ArrayList<>();
        newer.tableSchema().names().stream().filter(pairs::containsKey).forEach(name -> ordered.add(pair(name)));
        return ordered;
    }

    private ColumnPair pair(String after) {
        return Optional.ofNullable(pairs.get(after)).orElseThrow();
    }

    /** Those whose values can be compared. */
    List<ColumnPair> comparable() {
        return all().stream().filter(ColumnPair::isComparable).toList();
    }

    /** The columns of the key that both versions declare, in its order; empty if there is none. */
    List<ColumnPair> key() {
        List<String> before = older.keyColumns();
        List<String> after = newer.keyColumns();
        List<ColumnPair> key = new ArrayList<>();
        for (int i = 0; i < after.size(); i++) {
            ColumnPair pair = pairs.get(after.get(i));
            if (pair == null
                    || before.size() != after.size()
                    || !pair.isComparable()
                    || !pair.before().name().equals(before.get(i))) {
                return List.of();
            }
            key.add(pair);
        }
        return key;
    }

    /** The columns that only the older version has. */
    List<Column> dropped() {
        return List.copyOf(onlyBefore.values());
    }

    /** The columns that only the newer version has. */
    List<Column> added() {
        return List.copyOf(onlyAfter.values());
    }
}
