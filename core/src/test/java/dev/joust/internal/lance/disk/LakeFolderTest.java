// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.lance.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.joust.error.StorageException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LakeFolderTest {
    @TempDir
    Path lake;

    private Path root;
    private Path inside;

    @BeforeEach
    void aTable() throws IOException {
        root = lake.resolve("frames.lance");
        inside = root.resolve("data/one.lance");
        Files.createDirectories(root.resolve("data"));
        Files.writeString(inside, "rows");
    }

    @Test
    void aTableHasItsNameAgainWhateverEndsItsDrop() {
        IllegalStateException failure = new IllegalStateException("no");
        OutOfMemoryError error = new OutOfMemoryError("no");

        assertThatThrownBy(() -> LakeFolder.drop(lake, "frames", 1, paths -> {
                    throw failure;
                }))
                .isSameAs(failure);
        assertThat(inside).hasContent("rows");
        assertThatThrownBy(() -> LakeFolder.drop(lake, "frames", 1, paths -> {
                    throw error;
                }))
                .isSameAs(error);
        assertThat(inside).hasContent("rows");
        assertThat(lake.toFile().list()).containsExactly("frames.lance");
    }

    @Test
    void itIsToldWhereATableIsThatCannotHaveItsNameAgain() throws IOException {
        List<Path> aside = new ArrayList<>();

        assertThatThrownBy(() -> LakeFolder.drop(lake, "frames", 1, paths -> {
                    aside.add(paths.root());
                    takeTheName();
                    throw new IllegalStateException("a pin keeps it");
                }))
                .isInstanceOf(StorageException.class)
                .satisfies(e -> assertThat(e)
                        .hasMessage("Cannot drop table 'frames': a pin keeps it. Nor can it have its name again: '"
                                + root + "' is in the way; rename '" + aside.get(0) + "' to '" + root
                                + "' within 7 days, or it is removed"))
                .satisfies(e -> assertThat(e.getSuppressed()).hasSize(1));

        assertThat(aside.get(0).resolve("data/one.lance")).hasContent("rows");
    }

    private void takeTheName() {
        try {
            Files.createDirectories(root.resolve("data"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
