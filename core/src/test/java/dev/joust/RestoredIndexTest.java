// SPDX-License-Identifier: Apache-2.0
package dev.joust;

import static org.assertj.core.api.Assertions.assertThat;

import dev.joust.index.Index;
import dev.joust.index.IndexStatus;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Versions that were made while an index was dropped for a change, and are restored. */
class RestoredIndexTest {
    record Note(long id, String text) {}

    @TempDir
    Path folder;

    private Lake lake;
    private Table notes;
    private long indexed;

    @BeforeEach
    void aTableWithAnIndexOnText() {
        lake = Joust.open(folder);
        notes = lake.createTable("notes", Note.class);
        List<Note> rows = new ArrayList<>();
        for (int id = 0; id < 50; id++) {
            rows.add(new Note(id, (id % 2 == 0 ? "cat " : "dog ") + id));
        }
        notes.append(rows);
        indexed = notes.createIndex(Index.fullText("text").named("words"));
    }

    @AfterEach
    void close() {
        lake.close();
    }

    private List<String> indexes() {
        return notes.indexes().stream().map(IndexStatus::name).toList();
    }

    @Test
    void anIndexThatAVersionLacksWhileItsValuesChangedIsBuiltAgain() {
        notes.update(Map.of("text", "concat('bird ', text)"), "id < 10");
        long[] between = LongStream.range(indexed + 1, notes.version()).toArray();
        assertThat(between).as("the index is dropped, then values change").hasSizeGreaterThan(1);

        for (long version : between) {
            long restored = notes.restore(version);

            assertThat(indexes()).as("version " + version).containsExactly("words");
            assertThat(notes.indexes().get(0).rowsUnindexed()).isZero();
            assertThat(notes.searchText("cat").limit(100).rows()).hasSize(25);
            assertThat(notes.searchText("bird").limit(100).rows()).hasSize((int) notes.count("text LIKE 'bird%'"));
            assertThat(notes.version()).isEqualTo(restored + 1);
        }
        assertThat(folder.resolve("notes.lance/_joust/dropped-indexes").toFile().list())
                .isNullOrEmpty();
    }

    @Test
    void anIndexThatCameLaterOrWasDroppedForGoodIsNotBuilt() {
        notes.restore(indexed - 1);
        assertThat(indexes()).isEmpty();

        notes.restore(indexed);
        assertThat(indexes()).containsExactly("words");

        long dropped = notes.dropIndex("words");
        notes.append(List.of(new Note(50, "cat 50")));
        notes.restore(dropped);
        assertThat(indexes()).isEmpty();
    }

    @Test
    void anIndexThatWasDroppedByHandLongBeforeTheVersionIsNotBuilt() {
        notes.dropIndex("words");
        for (int id = 50; id < 101; id++) {
            notes.append(List.of(new Note(id, "cat " + id)));
        }
        long without = notes.version();
        notes.createIndex(Index.fullText("text").named("words"));

        long restored = notes.restore(without);

        assertThat(indexes()).isEmpty();
        assertThat(notes.version()).isEqualTo(restored);
    }
}
