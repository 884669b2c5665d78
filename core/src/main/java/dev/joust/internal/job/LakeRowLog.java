// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.job;

import static java.util.Objects.requireNonNull;

import dev.joust.error.CommitConflictException;
import dev.joust.error.JoustException;
import dev.joust.error.NotFoundException;
import dev.joust.internal.arrow.ArrowSchemas;
import dev.joust.internal.arrow.BatchLimits;
import dev.joust.internal.arrow.RowBatchReader;
import dev.joust.internal.lance.LanceStore;
import dev.joust.internal.lance.LanceTable;
import dev.joust.internal.lance.Snapshot;
import dev.joust.internal.lance.commit.Changes;
import dev.joust.internal.lance.commit.ColumnChanges;
import dev.joust.internal.lance.commit.Compactor;
import dev.joust.internal.lance.disk.LakeFolder;
import dev.joust.internal.lance.disk.TablePaths;
import dev.joust.internal.lance.version.Cleanup;
import dev.joust.schema.TableSchema;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.arrow.vector.types.pojo.Field;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Appends rows to {@code <lake>/<table>.lance}, and keeps the tables open. Each append is a fragment of a row or few,
 * so that a table is compacted now and then, and forgets versions that nobody reads any more.
 *
 * <p>Threads: safe for use by several threads.
 */
public final class LakeRowLog implements RowLog, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LakeRowLog.class);
    private static final int MAX_FRAGMENTS = 256;
    private static final int MAX_OLD_VERSIONS = 64;
    private static final Duration KEEP = Duration.ofMinutes(10);

    private final LanceStore store;
    private final String lakeUri;
    private final Map<String, LanceTable> tables = new HashMap<>();
    private final Map<String, Integer> appends = new HashMap<>();
    private final Duration keep;

    /**
     * Writes into a lake.
     *
     * @param lakeUri its folder or URI, without a slash at the end
     */
    public LakeRowLog(LanceStore store, String lakeUri) {
        this(store, lakeUri, KEEP);
    }

    /** Keeps versions for so long. */
    LakeRowLog(LanceStore store, String lakeUri, Duration keep) {
        this.keep = requireNonNull(keep, "keep");
        this.store = requireNonNull(store, "store");
        this.lakeUri = requireNonNull(lakeUri, "lakeUri");
    }

    @Override
    public synchronized void append(String table, TableSchema schema, List<Map<String, Object>> rows) {
        if (rows.isEmpty()) {
            return;
        }
        LanceTable opened = kept(table, schema);
        try (RowBatchReader reader =
                RowBatchReader.ofMaps(rows.iterator(), schema, BatchLimits.DEFAULT, store.allocator())) {
            Changes.append(opened, reader, Map.of());
        }
        if (appends.merge(table, 1, Integer::sum) % MAX_FRAGMENTS == 0) {
            tidy(opened);
        }
    }

    private LanceTable kept(String name, TableSchema schema) {
        LanceTable known = tables.get(name);
        if (known != null && known.isCurrent()) {
            return known;
        }
        if (known != null) {
            tables.remove(name);
            known.close();
        }
        LanceTable opened = open(name, schema);
        try {
            addMissing(opened, schema);
        } catch (RuntimeException | Error e) {
            opened.close();
            throw e;
        }
        tables.put(name, opened);
        tidy(opened);
        return opened;
    }

    /** That a table cannot be tidied up, as on a full disk or beside a process that does so too, stops no job. */
    private void tidy(LanceTable table) {
        try {
            if (fragments(table) < MAX_FRAGMENTS) {
                return;
            }
            Compactor.compact(table, Compactor.Preparation.NONE, (before, replaced, written) -> {});
            Instant oldest = Instant.now().minus(keep);
            if (versionsBefore(table, oldest) >= MAX_OLD_VERSIONS) {
                Cleanup.olderThan(table, oldest, List.of());
            }
        } catch (CommitConflictException e) {
            LOG.debug("Table '{}' is compacted another time", table.name(), e);
        } catch (JoustException e) {
            LOG.warn("Table '{}' stays in many small files: {}", table.name(), e.getMessage());
        }
    }

    private static int fragments(LanceTable table) {
        try (Snapshot now = table.latest()) {
            return now.fragments().size();
        }
    }

    /** A table that an earlier version of Joust made may lack columns; those that were added since are nullable. */
    private static void addMissing(LanceTable table, TableSchema schema) {
        boolean isComplete;
        try (Snapshot now = table.latest()) {
            isComplete = missing(now, schema).isEmpty();
        }
        if (!isComplete) {
            ColumnChanges.add(table, now -> missing(now, schema));
        }
    }

    private static List<Field> missing(Snapshot now, TableSchema schema) {
        return ArrowSchemas.schema(schema).getFields().stream()
                .filter(field -> now.field(field.getName()).isEmpty())
                .toList();
    }

    private LanceTable open(String name, TableSchema schema) {
        String uri = lakeUri + "/" + name + ".lance";
        Optional<Path> lake = lake(uri);
        if (lake.isPresent()) {
            return LakeFolder.exists(lake.get(), name) ? LanceTable.open(store, name, uri) : create(name, uri, schema);
        }
        try {
            return LanceTable.open(store, name, uri);
        } catch (NotFoundException e) {
            return create(name, uri, schema);
        }
    }

    private LanceTable create(String name, String uri, TableSchema schema) {
        try {
            return LanceTable.create(store, name, uri, ArrowSchemas.schema(schema));
        } catch (JoustException e) {
            // Another process may have created it meanwhile.
            if (lake(uri).filter(lake -> !LakeFolder.exists(lake, name)).isPresent()) {
                throw e;
            }
            return LanceTable.open(store, name, uri);
        }
    }

    /** How many versions were committed before an instant; the files of versions say it at less cost than Lance. */
    private static long versionsBefore(LanceTable table, Instant instant) {
        return table.paths().stream()
                .flatMap(paths -> paths.versionNumbers().stream().map(paths::manifest))
                .filter(manifest -> manifest.toFile().lastModified() < instant.toEpochMilli())
                .count();
    }

    /** Closes the tables. */
    @Override
    public synchronized void close() {
        tables.values().forEach(LanceTable::close);
        tables.clear();
    }

    private static Optional<Path> lake(String uri) {
        return TablePaths.of(uri).map(paths -> paths.root().toAbsolutePath().getParent());
    }
}
