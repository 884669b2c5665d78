// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.change;

import static org.assertj.core.api.Assertions.assertThat;

import dev.joust.internal.arrow.ArrowSchemas;
import dev.joust.internal.arrow.BatchLimits;
import dev.joust.internal.arrow.CellReaders;
import dev.joust.internal.arrow.RowBatchReader;
import dev.joust.internal.lance.LanceStore;
import dev.joust.internal.lance.LanceTable;
import dev.joust.internal.lance.ScanRequest;
import dev.joust.internal.lance.Snapshot;
import dev.joust.internal.lance.commit.Changes;
import dev.joust.internal.lance.disk.Durability;
import dev.joust.schema.Column;
import dev.joust.schema.TableSchema;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowReader;

/** A lake in a folder for tests: tables from maps and back; closing it checks that all memory was given back. */
public final class TestLake implements AutoCloseable {
    /** The metadata of a column that is a declared key. */
    public static final Map<String, String> KEY = Map.of("lance-schema:unenforced-primary-key", "true");

    private final Path folder;
    private final RootAllocator root = new RootAllocator();
    private final LanceStore store;
    private final List<LanceTable> tables = new ArrayList<>();

    public TestLake(Path folder) {
        this(folder, Durability.SYNCED);
    }

    public TestLake(Path folder, Durability durability) {
        this.folder = folder;
        this.store = new LanceStore(root.newChildAllocator("lake", 0, Long.MAX_VALUE), Map.of(), durability);
    }

    public static Column key(Column column) {
        return column.withMetadata(KEY);
    }

    public LanceTable create(String name, Column... columns) {
        return add(LanceTable.create(store, name, path(name).toString(), ArrowSchemas.schema(TableSchema.of(columns))));
    }

    public LanceTable open(String name) {
        return add(LanceTable.open(store, name, path(name).toString()));
    }

    private LanceTable add(LanceTable table) {
        tables.add(table);
        return table;
    }

    public Path path(String name) {
        return folder.resolve(name + ".lance");
    }

    public RootAllocator allocator() {
        return root;
    }

    /** The rows as a reader; its columns are the keys of the first row. */
    public ArrowReader reader(LanceTable table, List<? extends Map<String, ?>> rows) {
        return reader(table, rows, 100);
    }

    public ArrowReader reader(LanceTable table, Iterable<? extends Map<String, ?>> rows, int batchRows) {
        List<String> names = List.copyOf(rows.iterator().next().keySet());
        try (Snapshot now = table.latest()) {
            TableSchema schema = ArrowSchemas.tableSchema(now.schema()).select(names);
            return RowBatchReader.ofMaps(rows.iterator(), schema, new BatchLimits(batchRows, 1 << 20), root);
        }
    }

    public void append(LanceTable table, List<? extends Map<String, ?>> rows) {
        Changes.append(table, reader(table, rows), Map.of());
    }

    /** All rows in table order, without NULLs. */
    public static List<Map<String, Object>> rows(LanceTable table) {
        try (Snapshot now = table.latest()) {
            return rows(now.scan(ScanRequest.everything()));
        }
    }

    /** One column, by the value of another, in ascending order of that. */
    public static Map<Object, Object> values(LanceTable table, String by, String column) {
        Map<Object, Object> values = new TreeMap<>();
        rows(table).forEach(row -> values.put(row.get(by), String.valueOf(row.get(column))));
        return values;
    }

    public static List<Map<String, Object>> rows(ArrowReader source) {
        List<Map<String, Object>> rows = new ArrayList<>();
        try (ArrowReader reader = source) {
            while (reader.loadNextBatch()) {
                VectorSchemaRoot batch = reader.getVectorSchemaRoot();
                for (int i = 0; i < batch.getRowCount(); i++) {
                    Map<String, Object> row = new LinkedHashMap<>();
                    for (FieldVector vector : batch.getFieldVectors()) {
                        Object value = CellReaders.of(vector).read(i);
                        if (value != null) {
                            row.put(vector.getName(), plain(value));
                        }
                    }
                    rows.add(row);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return rows;
    }

    private static Object plain(Object value) {
        if (value instanceof byte[] bytes) {
            return Arrays.toString(bytes);
        }
        return value instanceof float[] floats ? Arrays.toString(floats) : value;
    }

    /** The data files with their sizes and hashes. */
    public Map<String, String> dataFiles(String name) {
        Map<String, String> files = new TreeMap<>();
        Path folder = path(name).resolve("data");
        if (!Files.exists(folder)) {
            return files;
        }
        try (Stream<Path> data = Files.list(folder)) {
            for (Path file : data.toList()) {
                byte[] bytes = Files.readAllBytes(file);
                files.put(file.getFileName().toString(), bytes.length + " " + Arrays.hashCode(bytes));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return files;
    }

    @Override
    public void close() {
        tables.forEach(LanceTable::close);
        store.close();
        assertThat(root.getAllocatedMemory()).isZero();
        root.close();
    }
}
