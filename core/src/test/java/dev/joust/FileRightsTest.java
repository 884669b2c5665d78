// SPDX-License-Identifier: Apache-2.0
package dev.joust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FileRightsTest {
    record Frame(long id, String caption) {}

    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource
    void whatAVersionNamesHasTheRightsThatTheUmaskLeaves(LakeOptions.Commits commits) throws IOException {
        assumeThat(FileSystems.getDefault().supportedFileAttributeViews()).contains("posix");
        Set<PosixFilePermission> usual = Files.getPosixFilePermissions(Files.createFile(folder.resolve("usual")));

        try (Lake lake = Joust.open(folder.resolve("lake").toString(), LakeOptions.DEFAULT.withCommits(commits))) {
            Table frames = lake.createTable("frames", Frame.class);
            frames.append(List.of(new Frame(1, "a"), new Frame(2, "b"), new Frame(3, "c")));
            frames.createIndex(dev.joust.index.Index.btree("id"));
            frames.update(Map.of("caption", "'x'"), "id = 1");
            frames.delete("id = 2");
        }

        for (String part : List.of("data", "_deletions", "_indices", "_versions")) {
            try (Stream<Path> files =
                    Files.walk(folder.resolve("lake/frames.lance").resolve(part))) {
                List<Path> all = files.filter(Files::isRegularFile)
                        .filter(file -> !file.endsWith("latest_version_hint.json"))
                        .toList();
                assertThat(all).isNotEmpty();
                for (Path file : all) {
                    assertThat(Files.getPosixFilePermissions(file))
                            .as(file.toString())
                            .isEqualTo(usual);
                }
            }
        }
    }
}
