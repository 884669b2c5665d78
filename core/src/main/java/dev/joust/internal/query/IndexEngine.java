// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.query;

import static java.util.Objects.requireNonNull;

import dev.joust.error.AlreadyExistsException;
import dev.joust.error.CommitConflictException;
import dev.joust.error.InvalidRequestException;
import dev.joust.error.JoustException;
import dev.joust.error.NotFoundException;
import dev.joust.error.StorageException;
import dev.joust.index.Index;
import dev.joust.index.IndexStatus;
import dev.joust.index.IndexType;
import dev.joust.internal.lance.LanceTable;
import dev.joust.internal.lance.Snapshot;
import dev.joust.internal.lance.index.IndexFacts;
import dev.joust.internal.lance.index.LanceIndexes;
import dev.joust.schema.Names;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.apache.arrow.vector.types.pojo.Field;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Creates the indexes of a table and keeps them right.
 *
 * <p>The settings of an index are read from what Lance stores with it, so that indexes which other programs made can be
 * built anew as well.
 *
 * <p>Threads: safe for use by several threads; what another writer interrupts is tried again.
 */
public final class IndexEngine {
    private static final Logger LOG = LoggerFactory.getLogger(IndexEngine.class);

    private final LanceTable table;

    /** Creates the engine of a table, which stays open as long as it is used. */
    public IndexEngine(LanceTable table) {
        this.table = requireNonNull(table, "table");
    }

    /**
     * Creates an index and waits until it covers all rows of the newest version.
     *
     * @return the version that has it
     * @throws AlreadyExistsException if there is one of its name that it does not replace
     * @throws dev.joust.error.InvalidRequestException if the column does not fit, or has too few values to train it
     */
    public long create(Index index) {
        String what = "create index '" + index.name() + "' on table '" + table.name() + "'";
        try (Snapshot snapshot = table.latest()) {
            Index complete = IndexChecks.completed(snapshot, index, what);
            Optional<IndexFacts> existing = find(snapshot, index.name());
            if (existing.isPresent() && !index.isReplacing()) {
                throw new AlreadyExistsException(
                        "Cannot " + what + ": there is one of this name on column '"
                                + columns(snapshot, existing.get()).get(0)
                                + "'; replace it, or give this one another name",
                        "index",
                        index.name());
            }
            boolean isElsewhere = existing.isPresent()
                    && !snapshot.fieldIds(index.column())
                            .containsAll(existing.get().fieldIds());
            if (isElsewhere) {
                LanceIndexes.drop(table, index.name());
            }
            long started = System.nanoTime();
            long version = LanceIndexes.create(table, complete);
            LOG.info(
                    "Created index '{}' on table '{}' in {} ms",
                    index.name(),
                    table.name(),
                    (System.nanoTime() - started) / 1_000_000);
            return version;
        }
    }

    /** Returns the indexes of the newest version, in the order of their names. */
    public List<IndexStatus> list() {
        try (Snapshot snapshot = table.latest()) {
            long rows = snapshot.count();
            return LanceIndexes.list(snapshot).stream()
                    .map(facts -> status(snapshot, facts, rows))
                    .toList();
        }
    }

    private static IndexStatus status(Snapshot snapshot, IndexFacts facts, long rows) {
        long indexed = Math.min(rows, facts.rowsIndexed());
        return new IndexStatus(
                facts.name(),
                facts.type(),
                facts.type() == IndexType.OTHER
                        ? facts.kind().toLowerCase(java.util.Locale.ROOT)
                        : facts.type().text(),
                columns(snapshot, facts),
                indexed,
                rows - indexed,
                LanceIndexes.isSuspect(snapshot, facts));
    }

    private static List<String> columns(Snapshot snapshot, IndexFacts facts) {
        List<String> paths = new ArrayList<>();
        for (Field field : snapshot.schema().getFields()) {
            addPaths(snapshot, field, field.getName(), facts, paths);
        }
        return paths;
    }

    private static void addPaths(Snapshot snapshot, Field field, String path, IndexFacts facts, List<String> paths) {
        List<Integer> ids = snapshot.fieldIds(path);
        if (!ids.isEmpty() && facts.fieldIds().contains(ids.get(0))) {
            paths.add(path);
        } else if (ids.containsAll(facts.fieldIds())) {
            field.getChildren().forEach(child -> addPaths(snapshot, child, path + "." + child.getName(), facts, paths));
        }
    }

    /**
     * Lets every index cover the rows that came since, and builds anew those that another program made wrong or that
     * would become wrong, and those that a killed process had dropped for a change; one of these whose column cannot be
     * indexed any more is dropped.
     *
     * @return the names of the indexes that were changed
     */
    public List<String> update() {
        restore();
        List<String> outdated = outdated();
        outdated.forEach(this::update);
        return outdated;
    }

    /** Makes one part of the parts that updates left of an index, without which a compaction leaves their fragments. */
    public void merge() {
        List<IndexFacts> inParts;
        try (Snapshot snapshot = table.latest()) {
            inParts = LanceIndexes.list(snapshot).stream()
                    .filter(facts -> facts.segments().size() > 1)
                    .toList();
        }
        for (IndexFacts facts : inParts) {
            optimize(
                    facts.name(),
                    () -> LanceIndexes.merge(
                            table, facts.name(), facts.segments().size()));
        }
    }

    /** Builds the indexes again that a killed process had dropped for a change. */
    public void restore() {
        new SearchIndexes().restore(table);
    }

    /**
     * The indexes that are not there because a process dropped them for a change, and of which nobody here can tell
     * whether it still runs, as one that was killed in a container.
     *
     * @return why each of them is missing, with what to do, by its name
     */
    public Map<String, JoustException> awaited() {
        Map<String, JoustException> awaited = new TreeMap<>();
        for (DroppedIndexes.Note note : DroppedIndexes.unseen(table)) {
            note.names().stream()
                    .filter(name -> !LanceIndexes.isThere(table, name))
                    .forEach(name -> awaited.put(name, awaited(name, note)));
        }
        return awaited;
    }

    private JoustException awaited(String name, DroppedIndexes.Note note) {
        return new InvalidRequestException("Cannot build index '" + name + "' of table '" + table.name()
                + "' again: process " + note.process() + " dropped it for a change at "
                + note.since().truncatedTo(ChronoUnit.SECONDS) + ", and it cannot be seen from here whether that"
                + " still runs; wait until it has ended, or create the index again with joust index create");
    }

    /** The names of the parts that each index is made of, which change when it does. */
    public Map<String, Set<String>> parts() {
        try (Snapshot snapshot = table.latest()) {
            return LanceIndexes.list(snapshot).stream()
                    .collect(Collectors.toMap(
                            IndexFacts::name,
                            facts -> facts.segments().stream()
                                    .map(IndexFacts.Segment::id)
                                    .collect(Collectors.toSet())));
        }
    }

    /** The names of the indexes that do not cover all rows, or that another program made wrong. */
    public List<String> outdated() {
        try (Snapshot snapshot = table.latest()) {
            return LanceIndexes.list(snapshot).stream()
                    .filter(facts -> isBehind(snapshot, facts) || LanceIndexes.isSuspect(snapshot, facts))
                    .map(IndexFacts::name)
                    .toList();
        }
    }

    /**
     * Brings one index up to date, in the way that {@link #update()} does; one that is gone stays so.
     *
     * @return whether it could be: if not it is as it was, and newer rows are searched one by one
     */
    public boolean update(String name) {
        boolean isOptimized;
        try (Snapshot snapshot = table.latest()) {
            Optional<IndexFacts> found = find(snapshot, name);
            if (found.isEmpty()) {
                return true;
            }
            isOptimized = !keepsOldValues(found.get()) && LanceIndexes.canGrow(snapshot, found.get());
        }
        try {
            if (isOptimized) {
                return optimize(name);
            }
            rebuildOrDrop(name);
        } catch (NotFoundException e) {
            LOG.debug("Index '{}' of table '{}' was dropped meanwhile", name, table.name());
        }
        return true;
    }

    /**
     * Builds anew every index that cannot be trusted, such as one that holds rows of fragments that are gone, and
     * leaves the others as they are; returns the names of those. One that cannot be built now is a warning, because the
     * change that it follows is committed; searches do without it.
     */
    public List<String> mend() {
        List<String> suspect;
        try (Snapshot snapshot = table.latest()) {
            suspect = LanceIndexes.list(snapshot).stream()
                    .filter(facts -> LanceIndexes.isSuspect(snapshot, facts))
                    .map(IndexFacts::name)
                    .toList();
        }
        suspect.forEach(this::mend);
        return suspect;
    }

    private void mend(String name) {
        try {
            rebuildOrDrop(name);
        } catch (NotFoundException e) {
            LOG.debug("Index '{}' of table '{}' was dropped meanwhile", name, table.name());
        } catch (JoustException e) {
            LOG.warn("Index '{}' of table '{}' cannot be built anew now; update it later", name, table.name(), e);
        }
    }

    /**
     * Whether such an index, once it covers the rows that came since, still finds rows by values that were replaced
     * since. Lance leaves those out of a B-tree only; full text and vector indexes are dropped before values under them
     * change.
     */
    private static boolean keepsOldValues(IndexFacts facts) {
        return facts.type() == IndexType.BITMAP || facts.type() == IndexType.LABEL_LIST;
    }

    private static boolean isBehind(Snapshot snapshot, IndexFacts facts) {
        return snapshot.fragments().stream()
                .anyMatch(fragment -> !facts.fragments().contains(fragment.id()));
    }

    private boolean optimize(String name) {
        return optimize(name, () -> LanceIndexes.update(table, name));
    }

    private boolean optimize(String name, BooleanSupplier update) {
        try {
            if (!update.getAsBoolean()) {
                rebuild(name);
            }
            return true;
        } catch (CommitConflictException | StorageException e) {
            throw e;
        } catch (JoustException e) {
            // Lance refuses a vector index of which many rows are gone.
            LOG.info("Index '{}' of table '{}' cannot be updated, so it is built anew", name, table.name());
            LOG.debug("Why index '{}' cannot be updated", name, e);
            return rebuildOrKeep(name);
        }
    }

    private boolean rebuildOrKeep(String name) {
        try {
            rebuild(name);
            return true;
        } catch (InvalidRequestException e) {
            LOG.warn(
                    "Index '{}' of table '{}' stays as it was; newer rows are searched one by one",
                    name,
                    table.name(),
                    e);
            return false;
        }
    }

    /** Builds an index anew, or drops it where its column cannot be indexed any more. */
    void rebuildOrDrop(String name) {
        try {
            rebuild(name);
        } catch (InvalidRequestException e) {
            LOG.warn("Index '{}' of table '{}' is dropped: its column cannot be indexed now", name, table.name(), e);
            drop(name);
        }
    }

    /**
     * Builds an index anew, with the settings that it has.
     *
     * @return the version that has it
     * @throws NotFoundException if there is none of this name
     */
    public long rebuild(String name) {
        try (Snapshot snapshot = table.latest()) {
            IndexFacts facts = required(snapshot, name, "rebuild");
            Optional<Index> index =
                    StoredSettings.of(snapshot, facts, columns(snapshot, facts).get(0));
            if (index.isEmpty()) {
                return LanceIndexes.retrain(table, name);
            }
            String what = "rebuild index '" + name + "' of table '" + table.name() + "'";
            return LanceIndexes.create(table, IndexChecks.completed(snapshot, index.get(), what));
        }
    }

    /**
     * Removes an index.
     *
     * @return the version without it
     * @throws NotFoundException if there is none of this name
     */
    public long drop(String name) {
        try (Snapshot snapshot = table.latest()) {
            required(snapshot, name, "drop");
            return LanceIndexes.drop(table, name);
        }
    }

    private IndexFacts required(Snapshot snapshot, String name, String verb) {
        return find(snapshot, name).orElseThrow(() -> {
            List<String> names =
                    LanceIndexes.list(snapshot).stream().map(IndexFacts::name).toList();
            String there = names.isEmpty() ? "it has no index" : "its indexes are " + Names.quoted(names);
            return new NotFoundException(
                    "Cannot " + verb + " index '" + name + "' of table '" + table.name() + "': there is none of this"
                            + " name; " + there,
                    "index",
                    name,
                    Names.nearest(name, names));
        });
    }

    private static Optional<IndexFacts> find(Snapshot snapshot, String name) {
        return LanceIndexes.list(snapshot).stream()
                .filter(facts -> facts.name().equals(name))
                .findFirst();
    }
}
