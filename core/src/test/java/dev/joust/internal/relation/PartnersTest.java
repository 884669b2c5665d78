// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.relation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.joust.error.InvalidRequestException;
import dev.joust.internal.backfill.FeatureLake;
import dev.joust.internal.lance.ScanRequest;
import dev.joust.internal.lance.Snapshot;
import dev.joust.schema.TableSchema;
import dev.joust.schema.Types;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongBiFunction;
import java.util.stream.IntStream;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PartnersTest {
    private static final TableSchema SCHEMA = TableSchema.builder()
            .column("name", Types.STRING)
            .column("part", Types.INT32)
            .column("value", Types.INT64)
            .build();
    private static final List<String> KEYS = List.of("name", "part");

    @TempDir
    Path folder;

    @Test
    void tellsKeysOfOneHashApart() {
        assertFindsAll((columns, row) -> RowHash.of(columns, row) & 7, 1 << 20, 200);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 1 << 24})
    void findsEachKeyInTheHeapAndInAFile(long heapBytes) {
        assertFindsAll(RowHash::of, heapBytes, 5_000);
    }

    @Test
    void namesAKeyThatIsThereTwice() {
        try (FeatureLake lake = FeatureLake.create(folder, SCHEMA)) {
            lake.append(rows(10)).append(List.of(Map.of("name", "n3", "part", 3, "value", 7L)));
            try (Snapshot now = lake.table().latest()) {
                assertThatThrownBy(() -> Partners.of(now, KEYS, List.of("value"), 1 << 20, "compute feature 'x'"))
                        .isInstanceOf(InvalidRequestException.class)
                        .hasMessage("Cannot compute feature 'x': table 't' has two rows with name = 'n3', part = 3, row"
                                + " ids 3 and 10, and a value can come from one only; delete one of them");
            }
        }
    }

    private void assertFindsAll(ToLongBiFunction<List<FieldVector>, Integer> hash, long heapBytes, int count) {
        try (FeatureLake lake = FeatureLake.create(folder, SCHEMA)) {
            lake.append(rows(count));
            try (Snapshot now = lake.table().latest();
                    ArrowReader reader = now.scan(ScanRequest.of(KEYS).batchRows(1_000))) {
                Partners partners = Partners.of(now, KEYS, List.of("value"), heapBytes, "test", hash);
                assertThat(partners.size()).isEqualTo(count);
                assertThat(partners.isInFile()).isEqualTo(heapBytes == 1);
                long next = 0;
                while (reader.loadNextBatch()) {
                    VectorSchemaRoot batch = reader.getVectorSchemaRoot();
                    int[] rows = IntStream.range(0, batch.getRowCount()).toArray();
                    try (Partners.Found found = partners.find(Rows.columns(batch, KEYS), rows)) {
                        for (int row : rows) {
                            assertThat(found.values().get(0).getObject(found.position(row)))
                                    .isEqualTo(next++);
                        }
                    }
                }
                assertThat(next).isEqualTo(count);
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        }
    }

    private static List<Map<String, Object>> rows(int count) {
        List<Map<String, Object>> rows = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            rows.add(Map.of("name", "n" + i, "part", i % 50, "value", (long) i));
        }
        return rows;
    }
}
