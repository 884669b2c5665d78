// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.lance.disk;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AbandonedTest {
    /** A number that the operating system gives to no process. */
    private static final String DEAD = OwnedName.thisProcess().replaceFirst("\\d+", "999999999");

    @TempDir
    Path root;

    private TablePaths paths;

    @BeforeEach
    void aTable() throws IOException {
        paths = TablePaths.of(root.toString()).orElseThrow();
        Files.createDirectories(paths.dataFolder());
    }

    private Path dataOf(String owner) throws IOException {
        return Files.write(paths.data(OwnedName.next(owner)), new byte[] {1, 2, 3});
    }

    @Test
    void filesOfDeadProcessesGo() throws IOException {
        Path left = dataOf(DEAD);
        Path own = dataOf(OwnedName.thisProcess());
        Path ofAnotherMachine = dataOf("999999999-" + (DEAD.endsWith("-01234567") ? "76543210" : "01234567"));

        assertThat(Abandoned.find(paths, Set.of()).removeBut(Set.of())).isEqualTo(3);

        assertThat(left).doesNotExist();
        assertThat(own).exists();
        assertThat(ofAnotherMachine).exists();
    }

    @Test
    void aProcessMayCommitItsFilesAndEndAfterTheyWereFound() throws IOException {
        Path committedBefore = dataOf(DEAD);
        Path committedSince = dataOf(DEAD);
        Abandoned found = Abandoned.find(paths, Set.of());
        Path writtenSince = dataOf(DEAD);

        found.removeBut(Set.of(committedBefore, committedSince));

        assertThat(committedBefore).exists();
        assertThat(committedSince).exists();
        assertThat(writtenSince).exists();
    }
}
