// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.lance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.joust.internal.lance.commit.Changes;
import dev.joust.internal.lance.commit.Columns;
import dev.joust.internal.lance.disk.Durability;
import dev.joust.internal.lance.disk.TablePaths;
import dev.joust.internal.lance.files.NewFragments;
import dev.joust.internal.lance.files.NewRows;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lance.operation.Append;

class NewestVersionTest {
    private static final Schema SCHEMA = new Schema(List.of(Field.nullable("id", new ArrowType.Int(64, true))));

    @TempDir
    Path lake;

    private final BufferAllocator root = new RootAllocator();
    private final LanceStore store =
            new LanceStore(root.newChildAllocator("test", 0, Long.MAX_VALUE), Map.of(), Durability.UNSYNCED);
    private LanceTable mine;
    private LanceTable theirs;

    @BeforeEach
    void openTwice() {
        mine = LanceTable.create(store, "t", uri(), SCHEMA);
        theirs = LanceTable.open(store, "t", uri());
    }

    @AfterEach
    void everyByteIsGivenBack() {
        mine.close();
        theirs.close();
        store.close();
        assertThat(root.getAllocatedMemory()).isZero();
        root.close();
    }

    private String uri() {
        return lake.resolve("t.lance").toString();
    }

    private Path versions() {
        return lake.resolve("t.lance").resolve("_versions");
    }

    private VectorSchemaRoot rows() {
        VectorSchemaRoot batch = VectorSchemaRoot.create(SCHEMA, root);
        ((BigIntVector) batch.getVector("id")).setSafe(0, 7);
        batch.setRowCount(1);
        return batch;
    }

    private long append(LanceTable table) throws Exception {
        return Changes.append(table, new OneBatch(root, rows()), Map.of());
    }

    private static long newest(LanceTable table) {
        try (Snapshot now = table.latest()) {
            return now.version();
        }
    }

    private static List<String> columns(LanceTable table) {
        try (Snapshot now = table.latest()) {
            assertThat(now.fields().stream().map(f -> f.getName()).toList())
                    .isEqualTo(now.tableSchema().names());
            return now.tableSchema().names();
        }
    }

    @Test
    void isSeenAtOnceWhenAnotherHandleCommits() throws Exception {
        for (int i = 0; i < 20; i++) {
            newest(mine);
            assertThat(newest(mine)).isEqualTo(1 + i);

            long committed = append(theirs);

            assertThat(newest(mine)).isEqualTo(committed);
        }
    }

    @Test
    void isSeenAfterALongPause() throws Exception {
        Files.setLastModifiedTime(versions(), FileTime.from(Instant.now().minus(Duration.ofHours(1))));
        newest(mine);
        newest(mine);

        long committed = append(theirs);

        assertThat(newest(mine)).isEqualTo(committed);
    }

    @Test
    void isSeenThoughTheFolderShowsTheTimeOfTheLastLook() throws Exception {
        newest(mine);
        FileTime looked = Files.getLastModifiedTime(versions());

        long committed = append(theirs);
        Files.setLastModifiedTime(versions(), looked);

        assertThat(newest(mine)).isEqualTo(committed);
    }

    @Test
    void isSeenThoughTheOneBeforeItWasRemoved() throws Exception {
        newest(mine);

        append(theirs);
        long committed = append(theirs);
        Files.delete(TablePaths.of(uri()).orElseThrow().manifest(committed - 1));

        assertThat(newest(mine)).isEqualTo(committed);
    }

    @Test
    void hasTheColumnsThatAnotherWriterAddedBeforeAnAppend() throws Exception {
        try (Snapshot base = mine.latest()) {
            assertThat(base.tableSchema().names()).containsExactly("id");
            assertThat(base.fields()).hasSize(1);
            NewRows rows = NewFragments.write(base, new OneBatch(root, rows()));
            Columns.add(theirs, Map.of("twice", "2 * id"));

            mine.commit(base, Append.builder().fragments(rows.metadata()).build(), Map.of());
        }

        assertThat(columns(mine)).containsExactly("id", "twice");
    }

    @Test
    void hasTheColumnsOfTheOneBeforeAfterAnAppend() throws Exception {
        assertThat(columns(mine)).containsExactly("id");

        append(mine);

        assertThat(columns(mine)).containsExactly("id");
        try (Snapshot now = mine.latest()) {
            assertThat(now.schema()).isEqualTo(now.dataset().getSchema());
            assertThat(now.count()).isOne();
        }
    }
}
