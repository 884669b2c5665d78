// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.lance.disk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.joust.Joust;
import dev.joust.Lake;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DeletionFileFormTest {
    record Item(long id) {}

    @TempDir
    Path folder;

    /** The list that Lance writes when rows are deleted from a fragment of 300,000. */
    private Path deletionFile(String where) throws IOException {
        try (Lake lake = Joust.open(folder)) {
            lake.createTable("t", Item.class)
                    .append(LongStream.range(0, 300_000).mapToObj(Item::new));
            lake.openTable("t").delete(where);
        }
        try (Stream<Path> files = Files.list(folder.resolve("t.lance").resolve("_deletions"))) {
            return files.findFirst().orElseThrow();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "arrow, id = 5",
        "arrow, id % 100 = 3",
        "bin, id % 2 = 0",
        "bin, id % 17 = 0",
        "bin, id < 250000",
        "bin, id < 66000 OR id % 1000 = 7",
        "bin, id > 299000 OR id < 9000"
    })
    void knowsTheEndOfWhatLanceWrites(String ending, String where) throws IOException {
        Path file = deletionFile(where);

        assertThat(file.toString()).endsWith("." + ending);
        assertThat(DeletionFileForm.isWhole(file)).isTrue();
        byte[] content = Files.readAllBytes(file);
        for (int length : List.of(0, 3, 4, 9, content.length / 2, content.length - 1)) {
            Files.write(file, Arrays.copyOf(content, length));
            assertThat(DeletionFileForm.isWhole(file)).as("%d bytes", length).isFalse();
        }
        Files.write(file, Arrays.copyOf(content, content.length + 1));
        assertThat(DeletionFileForm.isWhole(file)).isFalse();
    }

    @Test
    void knowsTheEndOfBitmapsWithRuns() throws IOException {
        // One container with ten rows in one run, as the Roaring format defines it.
        byte[] content = {0x3B, 0x30, 0, 0, 1, 0, 0, 9, 0, 1, 0, 0, 0, 9, 0};
        Path file = folder.resolve("runs.bin");
        Files.write(file, content);
        assertThat(DeletionFileForm.isWhole(file)).isTrue();
        Files.write(file, Arrays.copyOf(content, content.length - 2));
        assertThat(DeletionFileForm.isWhole(file)).isFalse();
    }
}
