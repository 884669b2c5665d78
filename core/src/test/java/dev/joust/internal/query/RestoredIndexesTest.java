// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.query;

import static org.assertj.core.api.Assertions.assertThat;

import dev.joust.index.Index;
import dev.joust.index.IndexStatus;
import dev.joust.internal.lance.version.Versions;
import dev.joust.internal.process.ProcessIdentity;
import dev.joust.schema.TableSchema;
import dev.joust.schema.Types;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RestoredIndexesTest {
    private static final TableSchema SCHEMA =
            TableSchema.builder().column("text", Types.STRING).build();

    @TempDir
    Path lake;

    @Test
    void anIndexIsBuiltByTheNextUpdateWhereTheProcessWasKilledAfterTheRestore() throws Exception {
        try (TestTable table = new TestTable(lake, "t", SCHEMA)) {
            table.append(List.of(Map.of("text", "night"), Map.of("text", "rain")));
            table.indexes.create(Index.fullText("text").named("words"));
            long without = table.indexes.drop("words");
            table.indexes.create(Index.fullText("text").named("words"));

            List<DroppedIndexes.Note> notes = RestoredIndexes.leaveNotes(table.table, without);
            Versions.restore(table.table, without);

            assertThat(notes).hasSize(1);
            assertThat(table.indexes.list()).isEmpty();
            Path note = lake.resolve("t.lance/_joust").resolve(notes.get(0).path());
            String gone = ProcessIdentity.current().text().replaceFirst("\\d+@", "999999999@");
            Files.writeString(
                    note,
                    Files.readString(note).replace(ProcessIdentity.current().text(), gone));
            table.indexes.update();

            assertThat(table.indexes.list()).extracting(IndexStatus::name).containsExactly("words");
            assertThat(note).doesNotExist();
        }
    }
}
