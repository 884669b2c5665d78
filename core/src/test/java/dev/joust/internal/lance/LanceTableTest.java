// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.lance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.joust.error.AlreadyExistsException;
import dev.joust.internal.lance.commit.Changes;
import dev.joust.internal.lance.commit.ColumnCommit;
import dev.joust.internal.lance.disk.Durability;
import dev.joust.internal.lance.files.ColumnFile;
import dev.joust.internal.lance.files.ColumnFileWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LanceTableTest {
    @TempDir
    Path lake;

    private final BufferAllocator root = new RootAllocator();
    private final LanceStore store =
            new LanceStore(root.newChildAllocator("test", 0, Long.MAX_VALUE), Map.of(), Durability.SYNCED);

    private static final Field ID = Field.notNullable("id", new ArrowType.Int(64, true));
    private static final Field TEXT = Field.nullable("text", ArrowType.Utf8.INSTANCE);
    private static final Field SIZE = Field.nullable("size", new ArrowType.Int(64, true));

    @AfterEach
    void everyByteIsGivenBack() {
        store.close();
        assertThat(root.getAllocatedMemory()).isZero();
        root.close();
    }

    private LanceTable create(String name, Field... fields) {
        return LanceTable.create(store, name, lake.resolve(name + ".lance").toString(), new Schema(List.of(fields)));
    }

    private VectorSchemaRoot rows(int from, int to) {
        VectorSchemaRoot batch = VectorSchemaRoot.create(new Schema(List.of(ID, TEXT)), root);
        for (int i = from; i < to; i++) {
            ((BigIntVector) batch.getVector("id")).setSafe(i - from, i);
            ((VarCharVector) batch.getVector("text"))
                    .setSafe(i - from, ("row " + i).getBytes(java.nio.charset.StandardCharsets.UTF_8));
        }
        batch.setRowCount(to - from);
        return batch;
    }

    private static List<String> read(ArrowReader reader) throws Exception {
        List<String> rows = new ArrayList<>();
        try (reader) {
            while (reader.loadNextBatch()) {
                VectorSchemaRoot batch = reader.getVectorSchemaRoot();
                for (int i = 0; i < batch.getRowCount(); i++) {
                    StringBuilder row = new StringBuilder();
                    for (var v : batch.getFieldVectors()) {
                        row.append(v.getObject(i)).append(' ');
                    }
                    rows.add(row.toString().strip());
                }
            }
        }
        return rows;
    }

    @Test
    void rowsWithFewerColumnsReadNullInTheRest() throws Exception {
        try (LanceTable table = create("t", SIZE, ID, TEXT)) {
            Changes.append(table, new OneBatch(root, rows(0, 3)), Map.of("a", "b"));
            Changes.append(table, new OneBatch(root, rows(3, 5)), Map.of("a", "b"));

            try (Snapshot now = table.latest()) {
                assertThat(now.count()).isEqualTo(5);
                assertThat(read(now.scan(
                                ScanRequest.everything().where("id > 1").withRowId())))
                        .containsExactly("null 2 row 2 2", "null 3 row 3 3", "null 4 row 4 4");
            }
        }
    }

    @Test
    void isRefusedWhereAnotherWriterCreatedOneJustBefore() throws Exception {
        try (LanceTable table = create("t", ID, TEXT)) {
            Changes.append(table, new OneBatch(root, rows(0, 3)), Map.of());

            assertThatThrownBy(() -> create("t", ID))
                    .isInstanceOf(AlreadyExistsException.class)
                    .hasMessage("Cannot create table 't': somebody created one of that name meanwhile; use that one, or"
                            + " choose another name");

            try (Snapshot now = table.latest()) {
                assertThat(now.count()).isEqualTo(3);
            }
        }
    }

    @Test
    void aColumnFileShowsAfterItsCommit() throws Exception {
        try (LanceTable table = create("t", SIZE, ID, TEXT)) {
            Changes.append(table, new OneBatch(root, rows(0, 3)), Map.of());
            ColumnFile file;
            try (Snapshot now = table.latest();
                    ColumnFileWriter writer =
                            ColumnFileWriter.open(now, now.fragments().get(0), List.of("size"));
                    VectorSchemaRoot batch = VectorSchemaRoot.create(new Schema(List.of(SIZE)), root)) {
                for (int i = 0; i < 3; i++) {
                    ((BigIntVector) batch.getVector("size")).setSafe(i, 100 + i);
                }
                batch.setRowCount(3);
                writer.write(batch);
                file = writer.finish(
                        Map.of("joust.stamp", "x"),
                        now.fragments().get(0).filesOf(now.fieldIds("text")),
                        now.fieldIds("text"));
            }
            ColumnCommit.Outcome outcome = ColumnCommit.commit(table, List.of(file), Map.of());

            assertThat(outcome.committed()).containsExactly(file);
            try (Snapshot now = table.latest()) {
                assertThat(read(now.scan(ScanRequest.everything())))
                        .containsExactly("100 0 row 0", "101 1 row 1", "102 2 row 2");
            }
        }
    }

    @Test
    void aRecreatedTableIsSeen() throws Exception {
        try (LanceTable table = create("t", ID, TEXT)) {
            Changes.append(table, new OneBatch(root, rows(0, 3)), Map.of());
        }
        org.lance.Dataset.drop(lake.resolve("t.lance").toString(), Map.of());
        try (LanceTable table = create("t", ID, TEXT)) {
            Changes.append(table, new OneBatch(root, rows(7, 8)), Map.of());
            try (Snapshot now = table.latest()) {
                assertThat(read(now.scan(ScanRequest.everything()))).containsExactly("7 row 7");
            }
        }
        try (LanceTable table =
                        LanceTable.open(store, "t", lake.resolve("t.lance").toString());
                Snapshot now = table.latest()) {
            assertThat(read(now.scan(ScanRequest.everything()))).containsExactly("7 row 7");
        }
    }
}
