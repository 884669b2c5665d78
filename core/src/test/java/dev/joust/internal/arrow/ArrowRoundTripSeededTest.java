// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.arrow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.joust.query.Row;
import dev.joust.schema.TableSchema;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.apache.arrow.c.ArrowArrayStream;
import org.apache.arrow.c.Data;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.arrow.vector.ipc.ArrowStreamReader;
import org.apache.arrow.vector.ipc.ArrowStreamWriter;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ArrowRoundTripSeededTest {
    static LongStream seeds() {
        return Seeds.all();
    }

    @ParameterizedTest(name = "-Dtest.seed={0}")
    @MethodSource("seeds")
    void schemasComeBackAsTheyWere(long seed) {
        TableSchema schema = new RandomTables(seed).schema();

        assertThat(ArrowSchemas.tableSchema(ArrowSchemas.schema(schema))).isEqualTo(schema);
    }

    @ParameterizedTest(name = "-Dtest.seed={0}")
    @MethodSource("seeds")
    void rowsComeBackAsTheyWere(long seed) throws IOException {
        RandomTables random = new RandomTables(seed);
        TableSchema schema = random.schema();
        List<Map<String, @Nullable Object>> rows = random.rows(schema, 50);
        BatchLimits limits = new BatchLimits(1 + (int) (seed % 20), 1 + seed * 100);

        try (BufferAllocator allocator = Allocators.child("round-trip");
                RowBatchReader batches = RowBatchReader.ofMaps(rows.iterator(), schema, limits, allocator)) {
            assertThat(rows(batches))
                    .containsExactlyElementsOf(rows.stream().map(Row::of).toList());
            assertThat(batches.rowsRead()).isEqualTo(50);
        }
    }

    @ParameterizedTest(name = "-Dtest.seed={0}")
    @MethodSource("seeds")
    void rowsSurviveTheStreamFormat(long seed) throws IOException {
        RandomTables random = new RandomTables(seed);
        TableSchema schema = random.schema();
        List<Map<String, @Nullable Object>> rows = random.rows(schema, 20);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();

        try (BufferAllocator allocator = Allocators.child("stream");
                RowBatchReader batches =
                        RowBatchReader.ofMaps(rows.iterator(), schema, new BatchLimits(7, 1 << 20), allocator);
                ArrowStreamWriter writer = new ArrowStreamWriter(batches.getVectorSchemaRoot(), null, bytes)) {
            while (batches.loadNextBatch()) {
                writer.writeBatch();
            }
        }

        try (BufferAllocator allocator = Allocators.child("stream");
                ArrowReader reader = new ArrowStreamReader(new ByteArrayInputStream(bytes.toByteArray()), allocator)) {
            assertThat(ArrowSchemas.tableSchema(reader.getVectorSchemaRoot().getSchema()))
                    .isEqualTo(schema);
            assertThat(rows(reader))
                    .containsExactlyElementsOf(rows.stream().map(Row::of).toList());
        }
    }

    @ParameterizedTest(name = "-Dtest.seed={0}")
    @MethodSource("seeds")
    void rowsSurviveTheCDataInterface(long seed) throws IOException {
        RandomTables random = new RandomTables(seed);
        TableSchema schema = random.schema();
        List<Map<String, @Nullable Object>> rows = random.rows(schema, 20);

        try (BufferAllocator allocator = Allocators.child("c-data");
                RowBatchReader batches =
                        RowBatchReader.ofMaps(rows.iterator(), schema, new BatchLimits(7, 1 << 20), allocator);
                ArrowArrayStream stream = ArrowArrayStream.allocateNew(allocator)) {
            Data.exportArrayStream(allocator, batches, stream);
            try (ArrowReader reader = Data.importArrayStream(allocator, stream)) {
                assertThat(ArrowSchemas.tableSchema(reader.getVectorSchemaRoot().getSchema()))
                        .isEqualTo(schema);
                assertThat(rows(reader))
                        .containsExactlyElementsOf(rows.stream().map(Row::of).toList());
            }
        }
    }

    private static List<Row> rows(ArrowReader batches) throws IOException {
        List<Row> rows = new ArrayList<>();
        VectorSchemaRoot root = batches.getVectorSchemaRoot();
        RowReader reader = RowReader.of(root);
        while (batches.loadNextBatch()) {
            for (int i = 0; i < root.getRowCount(); i++) {
                rows.add(reader.read(i));
            }
        }
        return rows;
    }
}
