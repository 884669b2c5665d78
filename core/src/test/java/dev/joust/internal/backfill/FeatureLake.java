// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.backfill;

import static org.assertj.core.api.Assertions.assertThat;

import dev.joust.backfill.Backfill;
import dev.joust.feature.CellCounts;
import dev.joust.feature.Feature;
import dev.joust.feature.FeatureCatalog;
import dev.joust.feature.FeatureStatus;
import dev.joust.internal.arrow.Allocators;
import dev.joust.internal.arrow.ArrowSchemas;
import dev.joust.internal.arrow.BatchLimits;
import dev.joust.internal.arrow.CellReader;
import dev.joust.internal.arrow.CellReaders;
import dev.joust.internal.arrow.RowBatchReader;
import dev.joust.internal.feature.FeatureRegistry;
import dev.joust.internal.feature.StampCarrier;
import dev.joust.internal.job.LakeRowLog;
import dev.joust.internal.lance.LanceStore;
import dev.joust.internal.lance.LanceTable;
import dev.joust.internal.lance.ScanRequest;
import dev.joust.internal.lance.Snapshot;
import dev.joust.internal.lance.commit.Changes;
import dev.joust.internal.lance.commit.Compactor;
import dev.joust.internal.lance.disk.Durability;
import dev.joust.internal.lance.guard.FilterSql;
import dev.joust.run.LocalRunner;
import dev.joust.run.Runner;
import dev.joust.schema.TableSchema;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowReader;

/** A lake of one table for tests; closing it asserts that every byte of memory was given back. */
public final class FeatureLake implements AutoCloseable {
    private final Path folder;
    private final LanceStore store;
    private final LanceTable table;
    private final TableSchema schema;
    private final LakeRowLog log;
    private final List<List<String>> rewritten = new ArrayList<>();
    private FeatureCatalog catalog = FeatureCatalog.of(List.of());
    private Runner runner = new LocalRunner(2);

    private FeatureLake(Path folder, LanceStore store, LanceTable table, TableSchema schema) {
        this.folder = folder;
        this.store = store;
        this.table = table;
        this.schema = schema;
        this.log = new LakeRowLog(store, folder.toString());
    }

    /** Creates the table {@code t}. */
    public static FeatureLake create(Path folder, TableSchema schema) {
        LanceStore store = newStore();
        return new FeatureLake(
                folder,
                store,
                LanceTable.create(store, "t", folder.resolve("t.lance").toString(), ArrowSchemas.schema(schema)),
                schema);
    }

    /** Opens a table that exists. */
    public static FeatureLake open(Path folder, TableSchema schema) {
        LanceStore store = newStore();
        return new FeatureLake(
                folder,
                store,
                LanceTable.open(store, "t", folder.resolve("t.lance").toString()),
                schema);
    }

    private static LanceStore newStore() {
        return new LanceStore(Allocators.child("test"), Map.of(), Durability.UNSYNCED);
    }

    public LanceTable table() {
        return table;
    }

    public LanceStore store() {
        return store;
    }

    public FeatureRegistry registry() {
        return new FeatureRegistry(table);
    }

    /** Columns whose values were rewritten, one list for each call of the index keeper. */
    public List<List<String>> rewritten() {
        return rewritten;
    }

    /** Tasks run on this from now on. */
    public FeatureLake on(Runner executing) {
        runner = executing;
        return this;
    }

    /** The program has these functions from now on. */
    public FeatureLake with(Feature... features) {
        catalog = catalog.with(List.of(features));
        return this;
    }

    /** The program has only these functions from now on. */
    public FeatureLake only(Feature... features) {
        catalog = FeatureCatalog.of(List.of(features));
        return this;
    }

    /** Registers features that the program has. */
    public FeatureLake add(Feature... features) {
        with(features);
        registry().add(List.of(features));
        return this;
    }

    /** Appends rows of alternating names and values, each row with the same columns, as one fragment. */
    public FeatureLake append(List<? extends Map<String, ?>> rows) {
        TableSchema columns =
                ArrowSchemas.tableSchema(schemaNow()).select(rows.get(0).keySet());
        BufferAllocator allocator = store.allocator();
        try (RowBatchReader reader = RowBatchReader.ofMaps(rows.iterator(), columns, BatchLimits.DEFAULT, allocator)) {
            Changes.append(table, reader, Map.of());
        }
        return this;
    }

    private org.apache.arrow.vector.types.pojo.Schema schemaNow() {
        try (Snapshot now = table.latest()) {
            return now.schema();
        }
    }

    public TableSchema schema() {
        return schema;
    }

    public Backfill backfill(String... features) {
        return new Backfill(
                        new BackfillEngine(table, catalog, runner, log, (t, columns) -> {
                            rewritten.add(List.copyOf(columns));
                            return () -> {};
                        }),
                        filter -> FilterSql.of(filter, schema, "backfill table '" + table.name() + "'"),
                        List.of(features))
                .concurrency(2);
    }

    public FeatureStatus status(String feature) {
        return registry().show(feature, catalog);
    }

    public CellCounts cells(String feature) {
        return status(feature).cells();
    }

    public void delete(String where) {
        dev.joust.internal.change.Deletes.delete(table, where, Map.of());
    }

    public void update(String column, String sql, String where) {
        dev.joust.internal.change.Updates.update(
                table, Map.of(column, sql), where, dev.joust.internal.change.IndexKeeper.none(), Map.of());
    }

    public void compact() {
        Compactor.compact(table, Compactor.Preparation.NONE, new StampCarrier());
    }

    /** All rows as maps, in table order. */
    public List<Map<String, Object>> rows(String... columns) {
        return rows(table, columns);
    }

    /** The values of one column, in table order. */
    public List<Object> values(String column) {
        List<Object> values = new ArrayList<>();
        rows(column).forEach(row -> values.add(row.get(column)));
        return values;
    }

    /** All rows of another table of the lake. */
    public List<Map<String, Object>> rowsOf(String name) {
        try (LanceTable other =
                LanceTable.open(store, name, folder.resolve(name + ".lance").toString())) {
            return rows(other);
        }
    }

    private static List<Map<String, Object>> rows(LanceTable table, String... columns) {
        List<Map<String, Object>> rows = new ArrayList<>();
        ScanRequest request = columns.length == 0 ? ScanRequest.everything() : ScanRequest.of(Arrays.asList(columns));
        try (Snapshot now = table.latest();
                ArrowReader reader = now.scan(request)) {
            while (reader.loadNextBatch()) {
                VectorSchemaRoot root = reader.getVectorSchemaRoot();
                Map<String, CellReader> readers = new LinkedHashMap<>();
                root.getFieldVectors().forEach(v -> readers.put(v.getName(), CellReaders.of(v)));
                for (int i = 0; i < root.getRowCount(); i++) {
                    Map<String, Object> row = new LinkedHashMap<>();
                    int at = i;
                    readers.forEach((name, cell) -> row.put(name, cell.read(at)));
                    rows.add(row);
                }
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return rows;
    }

    /** The data files with the hash of their bytes. */
    public Map<String, Integer> dataFiles() throws IOException {
        Map<String, Integer> files = new TreeMap<>();
        try (Stream<Path> list = Files.list(folder.resolve("t.lance/data"))) {
            for (Path file : list.toList()) {
                files.put(file.getFileName().toString(), Arrays.hashCode(Files.readAllBytes(file)));
            }
        }
        return files;
    }

    /** The files below the folder of checkpoints. */
    public List<Path> checkpoints() throws IOException {
        Path checkpoints = folder.resolve("t.lance/_joust/checkpoints");
        if (!Files.exists(checkpoints)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(checkpoints)) {
            return files.filter(Files::isRegularFile).toList();
        }
    }

    public long version() {
        try (Snapshot now = table.latest()) {
            return now.version();
        }
    }

    @Override
    public void close() {
        log.close();
        table.close();
        store.close();
        assertThat(Allocators.allocatedBytes()).isZero();
    }
}
