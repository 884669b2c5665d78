// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.lance.disk;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VersionFilesTest {
    private static final long NOW = 1_800_000_000_000L;

    @TempDir
    Path folder;

    private Path file(String name, long ageMillis) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, "x");
        Files.setLastModifiedTime(file, FileTime.fromMillis(NOW - ageMillis));
        return file;
    }

    @Test
    void choosesFilesThatTheSystemMayNotHaveWrittenYet() throws IOException {
        Path old = file("old", 3_600_000);
        Path young = file("young", 5_000);
        Path fromTheFuture = file("future", -5_000);
        Path atTheLimit = file("limit", VersionFiles.YOUNG_MILLIS);

        assertThat(VersionFiles.young(List.of(old, young, fromTheFuture, atTheLimit, folder.resolve("gone")), NOW))
                .containsExactly(young, fromTheFuture);
    }

    @Test
    void looksIntoTheFoldersOfIndexes() throws IOException {
        file("index/old.idx", 3_600_000);
        Path young = file("index/young.idx", 5_000);

        assertThat(VersionFiles.young(List.of(folder.resolve("index")), NOW)).containsExactly(young);
    }
}
