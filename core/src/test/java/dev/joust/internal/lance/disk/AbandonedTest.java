// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.lance.disk;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
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
        Path ofAnotherMachine = dataOf("999999999-0123456789abcdef");
        Path ofAnEarlierVersion = dataOf("999999999-01234567");

        assertThat(Abandoned.find(paths, Set.of()).removeBut(Set.of())).isEqualTo(3);

        assertThat(left).doesNotExist();
        assertThat(own).exists();
        assertThat(ofAnotherMachine).exists();
        assertThat(ofAnEarlierVersion).exists();
    }

    @Test
    void unfinishedFoldersOfProcessesThatNobodyCanSeeGoWhenTheyAreAWeekOld() throws IOException {
        Path young = staged("999999999-0123456789abcdef", Duration.ofDays(6));
        Path old = staged("999999999-0123456789abcdef", Duration.ofDays(8));
        Path ofAnEarlierVersion = staged("999999999-01234567", Duration.ofDays(8));
        Path own = staged(OwnedName.thisProcess(), Duration.ZERO);

        Abandoned.find(paths, Set.of()).removeBut(Set.of());

        assertThat(young).exists();
        assertThat(own).exists();
        assertThat(old).doesNotExist();
        assertThat(ofAnEarlierVersion).doesNotExist();
    }

    private Path staged(String owner, Duration age) throws IOException {
        Path folder = Files.createDirectories(paths.staging().resolve(OwnedName.nextFolder(owner)));
        Files.write(folder.resolve("half"), new byte[] {1, 2, 3});
        return Files.setLastModifiedTime(folder, FileTime.from(Instant.now().minus(age)));
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
