// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.lance.index;

import dev.joust.error.CommitConflictException;
import dev.joust.error.JoustException;
import dev.joust.error.NotFoundException;
import dev.joust.error.StorageException;
import dev.joust.index.Index;
import dev.joust.index.IndexType;
import dev.joust.internal.lance.LanceTable;
import dev.joust.internal.lance.ScanRequest;
import dev.joust.internal.lance.Snapshot;
import dev.joust.internal.lance.guard.LanceErrors;
import dev.joust.internal.lance.guard.SqlText;
import dev.joust.internal.lance.version.Versions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.lance.Dataset;
import org.lance.index.IndexDescription;
import org.lance.index.IndexOptions;
import org.lance.index.OptimizeOptions;

/**
 * The indexes of a table: what there are, and the commits that change them.
 *
 * <p>Lance makes and commits an index in one call that moves its handle to the new version, so each call runs on a
 * handle of its own; the index's files are synced after it, then the manifest. What another writer interrupts is tried
 * again.
 */
public final class LanceIndexes {
    private static final int ATTEMPTS = 20;
    private static final String LIST = "list the indexes of the table";
    private static final String INTERNAL = "__lance";

    /** What Lance takes for a question about the beginning of a text. */
    private static final List<String> PREFIX_WORDS = List.of("like", "ilike", "starts_with");

    private LanceIndexes() {}

    /** The indexes of a version, which never change. */
    private record Listed(List<IndexFacts> facts) {}

    /** The indexes that a version has, in the order of their names; Lance is asked once per version. */
    public static List<IndexFacts> list(Snapshot snapshot) {
        return snapshot.remembered(Listed.class, "indexes", () -> listed(snapshot))
                .facts();
    }

    /** The indexes of one column, or of fields inside it. */
    public static List<IndexFacts> of(Snapshot snapshot, String column) {
        List<Integer> fields = snapshot.fieldIds(column);
        return list(snapshot).stream()
                .filter(facts -> fields.containsAll(facts.fieldIds()))
                .toList();
    }

    private static Listed listed(Snapshot snapshot) {
        Map<String, List<org.lance.index.Index>> segments =
                segments(snapshot.dataset()).stream().collect(Collectors.groupingBy(org.lance.index.Index::name));
        List<IndexFacts> facts = new ArrayList<>();
        List<IndexDescription> descriptions =
                LanceErrors.call(LIST, () -> snapshot.dataset().describeIndices());
        for (IndexDescription described : descriptions) {
            if (!described.getName().startsWith(INTERNAL)) {
                facts.add(facts(described, segments.getOrDefault(described.getName(), List.of())));
            }
        }
        facts.sort(java.util.Comparator.comparing(IndexFacts::name));
        return new Listed(List.copyOf(facts));
    }

    private static IndexFacts facts(IndexDescription described, List<org.lance.index.Index> segments) {
        return new IndexFacts(
                described.getName(),
                described.getIndexType(),
                described.getFieldIds(),
                segments.stream()
                        .map(s -> new IndexFacts.Segment(
                                s.uuid().toString(), Set.copyOf(s.fragments().orElse(List.of())), s.datasetVersion()))
                        .toList(),
                described.getRowsIndexed(),
                described.getDetailsJson());
    }

    /** Lance's statistics of an index: for vector indexes the number of parts and the like. */
    public static Map<String, Object> statistics(Snapshot snapshot, String name) {
        try {
            return snapshot.dataset().getIndexStatistics(name);
        } catch (Exception e) {
            throw LanceErrors.translate("read the statistics of index '" + name + "'", e);
        }
    }

    /** Whether another writer has made the index give wrong answers; see {@link IndexTrust}. */
    public static boolean isSuspect(Snapshot snapshot, IndexFacts index) {
        return snapshot.remembered(Boolean.class, "suspect index " + index.name(), () -> {
            IndexTrust trust = IndexTrust.of(snapshot, index);
            return trust.holdsOldValues() || (snapshot.hasStableRowIds() && trust.isLost());
        });
    }

    /**
     * Whether it can take up rows that came since: it gives right answers, and has no deleted rows of which Lance knows
     * nothing any more.
     */
    public static boolean canGrow(Snapshot snapshot, IndexFacts index) {
        return !isSuspect(snapshot, index) && !(snapshot.hasStableRowIds() && ForgottenRows.mayBeIn(snapshot, index));
    }

    /** The first index for filters that gives wrong answers, by its name. */
    public static Optional<String> suspectFilterIndex(Snapshot snapshot) {
        String name = snapshot.remembered(
                String.class,
                "suspect index for filters",
                () -> list(snapshot).stream()
                        .filter(index -> !index.isSearch() && isSuspect(snapshot, index))
                        .map(IndexFacts::name)
                        .findFirst()
                        .orElse(""));
        return name.isEmpty() ? Optional.empty() : Optional.of(name);
    }

    /** A scan with a filter, which goes without indexes if one of them gives wrong answers or none. */
    public static ScanRequest trusted(Snapshot snapshot, ScanRequest request) {
        return request.filter().filter(sql -> isWithoutIndexes(snapshot, sql)).isPresent()
                ? request.withoutIndexes()
                : request;
    }

    /**
     * Whether rows are to be chosen by this SQL without indexes: one of them gives wrong answers, or Lance would ask a
     * bitmap for texts by their beginning, at which it fails.
     */
    public static boolean isWithoutIndexes(Snapshot snapshot, String filter) {
        return suspectFilterIndex(snapshot).isPresent() || (hasBitmap(snapshot) && asksForBeginning(snapshot, filter));
    }

    private static boolean hasBitmap(Snapshot snapshot) {
        return snapshot.remembered(
                Boolean.class,
                "has a bitmap index",
                () -> list(snapshot).stream().anyMatch(index -> index.type() == IndexType.BITMAP));
    }

    private static boolean asksForBeginning(Snapshot snapshot, String filter) {
        SqlText text =
                SqlText.expression(filter, "read table '" + snapshot.table().name() + "'");
        return PREFIX_WORDS.stream().anyMatch(text::mentions);
    }

    /**
     * Creates an index, in place of one of its name if there is one. If values under it change meanwhile, it is built
     * again.
     *
     * @param index complete: everything that depends on the rows is set
     * @return the version that has it
     * @throws CommitConflictException if values under it changed twenty times in a row
     */
    public static long create(LanceTable table, Index index) {
        IndexOptions options = IndexOptions.builder(
                        List.of(index.column()), IndexSettings.type(index), IndexSettings.params(index))
                .withIndexName(index.name())
                .replace(true)
                .build();
        String what = "create index '" + index.name() + "' on table '" + table.name() + "'";
        return build(table, index.name(), what, own -> own.createIndex(options));
    }

    private static long build(LanceTable table, String name, String what, Consumer<Dataset> change) {
        for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
            long version = commit(table, what, change);
            if (!holdsOldValues(table, name, version)) {
                return version;
            }
        }
        throw new CommitConflictException(
                "Cannot " + what + ": other writers changed values under it " + ATTEMPTS + " times; try again");
    }

    /**
     * Whether an index found rows by values that were replaced when it was committed. Later versions may not tell: a
     * compaction gives its fragments other numbers.
     */
    private static boolean holdsOldValues(LanceTable table, String name, long committed) {
        try (Snapshot at = Versions.open(table, committed)) {
            return list(at).stream()
                    .filter(facts -> facts.name().equals(name))
                    .anyMatch(facts -> IndexTrust.of(at, facts).holdsOldValues());
        } catch (NotFoundException e) {
            // Others have cleaned it up already.
            return true;
        }
    }

    /** Whether the newest version has an index of this name. */
    public static boolean isThere(LanceTable table, String name) {
        try (Snapshot now = table.latest()) {
            return list(now).stream().anyMatch(facts -> facts.name().equals(name));
        }
    }

    /** Removes an index. */
    public static long drop(LanceTable table, String name) {
        return commit(table, "drop index '" + name + "' of table '" + table.name() + "'", own -> own.dropIndex(name));
    }

    /**
     * Lets an index cover the rows that came since, unless it gives wrong answers or may have forgotten rows: Lance
     * 7.0.0 ends the process when it merges words into a full text index whose deleted rows a compaction has forgotten.
     * So it is looked at in the very version that Lance starts from.
     *
     * @return whether the index is right then; otherwise it is to be built anew
     */
    public static boolean update(LanceTable table, String name) {
        return update(
                table, name, OptimizeOptions.builder().indexNames(List.of(name)).build());
    }

    /**
     * The same, and makes one part of all the parts that updates left: Lance compacts only fragments together that the
     * same parts cover.
     *
     * @param parts how many there are
     */
    public static boolean merge(LanceTable table, String name, int parts) {
        return update(
                table,
                name,
                OptimizeOptions.builder()
                        .indexNames(List.of(name))
                        .numIndicesToMerge(parts)
                        .build());
    }

    private static boolean update(LanceTable table, String name, OptimizeOptions options) {
        String what = "update index '" + name + "' of table '" + table.name() + "'";
        return tried(what, () -> {
            try (Snapshot base = table.latest()) {
                boolean canGrow =
                        list(base).stream().allMatch(facts -> !facts.name().equals(name) || canGrow(base, facts));
                if (!canGrow) {
                    return false;
                }
                long version = commitOn(base, own -> {
                    if (own.version() != base.version()) {
                        throw new CommitConflictException("Cannot " + what + ": another writer was first; try again");
                    }
                    own.optimizeIndices(options);
                });
                return !holdsOldValues(table, name, version);
            }
        });
    }

    /** Trains an index anew, for kinds whose settings Joust does not know. */
    public static long retrain(LanceTable table, String name) {
        return build(
                table,
                name,
                "rebuild index '" + name + "' of table '" + table.name() + "'",
                own -> own.optimizeIndices(OptimizeOptions.builder()
                        .indexNames(List.of(name))
                        .retrain(true)
                        .build()));
    }

    private static long commit(LanceTable table, String what, Consumer<Dataset> change) {
        return tried(what, () -> {
            try (Snapshot base = table.latest()) {
                return commitOn(base, change);
            }
        });
    }

    private static <T> T tried(String what, Supplier<T> commit) {
        for (int attempt = 1; ; attempt++) {
            try {
                return commit.get();
            } catch (Exception e) {
                JoustException translated = LanceErrors.translate(what, e);
                if (!(translated instanceof CommitConflictException) || attempt == ATTEMPTS) {
                    throw translated;
                }
            }
        }
    }

    private static long commitOn(Snapshot base, Consumer<Dataset> change) {
        LanceTable table = base.table();
        Dataset own = table.openAlone();
        Set<String> added;
        try {
            Set<String> before = ids(own);
            table.requireSame(base);
            change.accept(own);
            added = ids(own);
            added.removeAll(before);
            sync(table, added);
            added.forEach(id -> IndexTrust.markOwn(table, id));
        } catch (Exception e) {
            own.close();
            throw e;
        }
        return table.adopt(base, own);
    }

    private static List<org.lance.index.Index> segments(Dataset dataset) {
        return LanceErrors.call(LIST, dataset::getIndexes);
    }

    private static Set<String> ids(Dataset dataset) {
        return segments(dataset).stream().map(index -> index.uuid().toString()).collect(Collectors.toSet());
    }

    private static void sync(LanceTable table, Set<String> ids) {
        table.paths().ifPresent(paths -> {
            List<Path> files = new ArrayList<>();
            for (String id : ids) {
                Path folder = paths.index(id);
                try (Stream<Path> all = Files.list(folder)) {
                    all.forEach(files::add);
                } catch (IOException e) {
                    throw new StorageException(
                            "Cannot sync index folder '" + folder + "': " + e.getMessage() + "; check the disk", e);
                }
            }
            table.store().durability().sync(files);
            if (!ids.isEmpty()) {
                table.store().durability().syncFolders(List.of(paths.index("x").getParent(), paths.root()));
            }
        });
    }
}
