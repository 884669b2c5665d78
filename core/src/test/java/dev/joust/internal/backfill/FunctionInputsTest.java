// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.backfill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.joust.error.InvalidRequestException;
import dev.joust.error.NotFoundException;
import dev.joust.feature.BatchUdf;
import dev.joust.feature.BlobStream;
import dev.joust.feature.CellCounts;
import dev.joust.feature.Feature;
import dev.joust.feature.FeatureInput;
import dev.joust.feature.InputBatch;
import dev.joust.feature.InputType;
import dev.joust.feature.OutputBatch;
import dev.joust.internal.feature.Registrations;
import dev.joust.internal.lance.Snapshot;
import dev.joust.schema.Column;
import dev.joust.schema.TableSchema;
import dev.joust.schema.Types;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What functions can read: nested fields, row ids, blobs as bytes and as streams. */
class FunctionInputsTest {
    private static final int BLOB_BYTES = 1 << 20;
    private static final TableSchema SCHEMA = TableSchema.builder()
            .required("id", Types.INT64)
            .column(
                    "info",
                    Types.struct(
                            Column.of(
                                    "size",
                                    Types.struct(Column.of("width", Types.INT32), Column.of("height", Types.INT32))),
                            Column.of("name", Types.STRING)))
            .column("sizes", Types.listOf(Types.struct(Column.of("width", Types.INT32))))
            .column("plain", Types.LARGE_BINARY)
            .column(Column.of("blob", Types.LARGE_BINARY).withMetadata("lance-encoding:blob", "true"))
            .build();

    @TempDir
    Path folder;

    private FeatureLake lake;

    @BeforeEach
    void open() {
        lake = FeatureLake.create(folder, SCHEMA);
    }

    @AfterEach
    void close() {
        lake.close();
    }

    private static Map<String, @Nullable Object> row(int id) {
        Map<String, @Nullable Object> size = new HashMap<>();
        size.put("width", id == 1 ? null : 10 * id);
        size.put("height", 3);
        Map<String, @Nullable Object> info = new HashMap<>();
        info.put("size", id == 2 ? null : size);
        info.put("name", "n" + id);
        Map<String, @Nullable Object> row = new HashMap<>();
        row.put("id", (long) id);
        row.put("info", id == 3 ? null : info);
        row.put("sizes", List.of());
        row.put("plain", id == 1 ? null : bytes(id, 100));
        row.put("blob", id == 1 ? null : bytes(id, BLOB_BYTES));
        return row;
    }

    private static byte[] bytes(int id, int size) {
        byte[] bytes = new byte[size];
        bytes[size - 1] = (byte) id;
        bytes[0] = (byte) (100 + id);
        return bytes;
    }

    private void append(int from, int to) {
        List<Map<String, @Nullable Object>> rows = new ArrayList<>();
        for (int id = from; id < to; id++) {
            rows.add(row(id));
        }
        lake.append(rows);
    }

    private static Feature area() {
        return Feature.of("area", Types.INT32)
                .version(1)
                .from("info.size.width", InputType.INT)
                .from("info.size.height", InputType.INT)
                .map((width, height) -> width * height);
    }

    @Test
    void nestedFieldsAreReadByTheirPath() {
        append(0, 6);
        lake.add(area());

        lake.backfill("area").run();
        assertThat(lake.values("area")).containsExactly(0, null, null, null, 120, 150);
        assertThat(lake.cells("area")).isEqualTo(new CellCounts(6, 6, 3, 0, 0, 0, 0));
        lake.backfill("area").recompute().where("id = 4 OR id = 2").run();

        assertThat(lake.values("area")).containsExactly(0, null, null, null, 120, 150);
    }

    @Test
    void aChangedFieldMakesItsReadersStale() {
        append(0, 6);
        lake.add(area()).backfill("area").run();

        lake.update(
                "info",
                "named_struct('size', named_struct('width', CAST(7 AS INT), 'height', CAST(2 AS INT)),"
                        + " 'name', 'x')",
                "id = 5");
        CellCounts after = lake.cells("area");
        List<String> why = lake.status("area").fragments().get(0).why();
        lake.backfill("area").run();

        assertThat(after.stale()).isEqualTo(1);
        assertThat(why).anyMatch(reason -> reason.contains("input 'info.size."));
        assertThat(lake.values("area")).containsExactly(0, null, null, null, 120, 14);
    }

    @Test
    void pathsThatLeadNowhereOrThroughListsAreRefused() {
        Feature gone = Feature.of("f", Types.INT32)
                .version(1)
                .from("info.size.widht", InputType.INT)
                .map(width -> width);
        Feature list = Feature.of("f", Types.INT32)
                .version(1)
                .from("sizes.item.width", InputType.INT)
                .map(width -> width);
        Feature type = Feature.of("f", Types.INT32)
                .version(1)
                .from("info.size", InputType.INT)
                .map(width -> width);

        assertThatThrownBy(() -> lake.add(gone))
                .isInstanceOf(NotFoundException.class)
                .hasMessageStartingWith("Cannot find column 'info.size.widht' in table 't': it has no column of this"
                        + " name; the nearest are 'info.size.width'");
        assertThatThrownBy(() -> lake.add(list)).isInstanceOf(NotFoundException.class);
        assertThatThrownBy(() -> lake.add(type))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageStartingWith("Cannot use feature 'f': its input 'info.size' is struct");
    }

    @Test
    void aColumnOfWhichAFieldIsReadCannotBeTakenAway() {
        append(0, 2);
        Feature size = Feature.of("size", Types.struct(Column.of("w", Types.INT32)))
                .version(1)
                .from("info.size.width", InputType.INT)
                .map(width -> Map.of("w", width));
        Feature twice = Feature.of("twice", Types.INT32)
                .version(1)
                .from("size.w", InputType.INT)
                .map(width -> 2 * width);
        lake.add(size, twice);

        lake.backfill("twice", "size").run();

        assertThat(lake.values("twice")).containsExactly(0, null);
        try (Snapshot now = lake.table().latest()) {
            assertThatThrownBy(() -> Registrations.of(now).requireUnused("rename", "info"))
                    .isInstanceOf(InvalidRequestException.class)
                    .hasMessage("Cannot rename column 'info' of table 't': feature 'size' reads it; drop that feature"
                            + " first");
        }
        assertThatThrownBy(() -> lake.registry().drop("size"))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessage("Cannot drop feature 'size': feature 'twice' reads it; drop that one first");
    }

    @Test
    void theRowIdIsAnInput() {
        append(0, 4);
        Feature id = Feature.of("rid", Types.INT64)
                .version(1)
                .from(FeatureInput.ROW_ID, InputType.LONG)
                .map(rowId -> rowId + 1000);
        lake.add(id);

        lake.backfill("rid").where("id = 3").run();
        lake.delete("id = 1");
        lake.compact();
        lake.backfill("rid").run();

        assertThat(lake.values("rid")).containsExactly(1000L, 1002L, 1003L);
        assertThat(lake.cells("rid")).isEqualTo(new CellCounts(3, 3, 0, 0, 0, 0, 0));
    }

    private static Feature ends(String name, String column) {
        return Feature.of(name, Types.INT32)
                .version(1)
                .from(column, InputType.STREAM)
                .map(FunctionInputsTest::ends);
    }

    /** The first byte and the last one. */
    private static int ends(BlobStream stream) throws IOException {
        int first = stream.read();
        stream.seek(stream.size() - 1);
        int last = stream.read();
        assertThat(stream.read()).isEqualTo(-1);
        assertThat(stream.position()).isEqualTo(stream.size());
        return 1000 * first + last;
    }

    @Test
    void streamsGiveTheBytesOfBlobsAndOfPlainColumns() {
        append(0, 8);
        Feature whole = Feature.of("whole", Types.INT64)
                .version(1)
                .from("blob", InputType.BYTES)
                .map(bytes -> (long) bytes.length);
        lake.add(ends("of_blob", "blob"), ends("of_plain", "plain"), whole);
        Object[] expected = {100000, null, 102002, 103003, 104004, 105005, 106006, 107007};

        lake.backfill("of_blob", "of_plain").run();
        assertThat(lake.values("of_blob")).containsExactly(expected);
        assertThat(lake.values("of_plain")).containsExactly(expected);
        lake.backfill("of_blob", "whole").recompute().run();
        lake.backfill("of_blob").recompute().where("id = 7").run();

        assertThat(lake.values("of_blob")).containsExactly(expected);
        assertThat(lake.values("whole").get(2)).isEqualTo((long) BLOB_BYTES);
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void ofABlobOnlyWhatAFunctionAsksForIsRead() throws Exception {
        append(0, 32);
        lake.add(ends("ends", "blob"));

        long before = bytesRead();
        lake.backfill("ends").run();
        long read = bytesRead() - before;

        assertThat(read).isLessThan(4L * BLOB_BYTES);
    }

    /** Bytes that this process asked the system for. */
    private static long bytesRead() throws IOException {
        return Files.readAllLines(Path.of("/proc/self/io")).stream()
                .filter(line -> line.startsWith("rchar: "))
                .mapToLong(line -> Long.parseLong(line.substring("rchar: ".length())))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void aStreamIsClosedAfterTheCall() {
        append(0, 1);
        AtomicReference<BlobStream> kept = new AtomicReference<>();
        AtomicReference<BlobStream> keptPlain = new AtomicReference<>();
        Feature keeping = Feature.of("f", Types.INT64)
                .version(1)
                .from("blob", InputType.STREAM)
                .from("plain", InputType.STREAM)
                .map((blob, plain) -> {
                    kept.set(blob);
                    keptPlain.set(plain);
                    return blob.readAllBytes().length + plain.readAllBytes().length;
                });
        lake.add(keeping).backfill("f").run();

        assertThat(lake.values("f")).containsExactly((long) BLOB_BYTES + 100);
        for (BlobStream stream : List.of(kept.get(), keptPlain.get())) {
            stream.seek(0);
            assertThatThrownBy(stream::read)
                    .isInstanceOf(IOException.class)
                    .hasMessage("The stream is closed: it is valid during the call that it was given to only");
        }
    }

    @Test
    void numbersAreReadWithoutObjects() {
        append(0, 3);
        Feature sum = Feature.of("sum", Types.FLOAT64)
                .version(1)
                .acceptsNull()
                .from(List.of(
                        new FeatureInput("id", InputType.LONG),
                        new FeatureInput("info.size.width", InputType.INT),
                        new FeatureInput(FeatureInput.ROW_ID, InputType.LONG)))
                .batch(Sum.class, Sum::new);

        lake.add(sum).backfill("sum").run();

        assertThat(lake.values("sum")).containsExactly(0.0, -1.0, -1.0);
    }

    private static final class Sum implements BatchUdf {
        @Override
        public void compute(InputBatch in, OutputBatch out) {
            for (int row = 0; row < in.rows(); row++) {
                out.set(row, in.isNull(1, row) ? -1.0 : in.number(0, row) + in.integer(1, row) + in.integer(2, row));
            }
        }
    }
}
