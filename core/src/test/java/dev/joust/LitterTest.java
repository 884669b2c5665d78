// SPDX-License-Identifier: Apache-2.0
package dev.joust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.joust.error.CommitConflictException;
import dev.joust.error.StorageException;
import dev.joust.index.Index;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What killed processes leave behind, and when it is removed. */
class LitterTest {
    record Frame(long id, String caption) {}

    private static final Duration KEEP = Duration.ofDays(7);

    @TempDir
    Path folder;

    private Lake lake;
    private Table frames;
    private Path root;

    @BeforeEach
    void aTableWithAnIndexAndDeletedRows() {
        lake = Joust.open(folder);
        frames = lake.createTable("frames", Frame.class);
        root = folder.resolve("frames.lance");
        List<Frame> rows = new ArrayList<>();
        for (int id = 0; id < 100; id++) {
            rows.add(new Frame(id, "frame number " + id));
        }
        frames.append(rows);
        frames.createIndex(Index.fullText("caption"));
        frames.delete("id = 3");
    }

    @AfterEach
    void close() {
        lake.close();
    }

    private Path write(String path, Duration age) throws IOException {
        Path file = root.resolve(path);
        Files.createDirectories(file.resolveSibling(""));
        Files.write(file, new byte[] {1, 2, 3});
        age(file, age);
        return file;
    }

    private static void age(Path path, Duration age) {
        try {
            Files.setLastModifiedTime(path, FileTime.from(Instant.now().minus(age)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void ageAll(Path path, Duration age) throws IOException {
        try (Stream<Path> all = Files.walk(path)) {
            all.sorted(Comparator.reverseOrder()).forEach(file -> age(file, age));
        }
    }

    private static Map<String, Long> files(Path root) throws IOException {
        Map<String, Long> files = new TreeMap<>();
        try (Stream<Path> all = Files.walk(root)) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                files.put(root.relativize(file).toString(), Files.size(file));
            }
        }
        return files;
    }

    @Test
    void optimizeRemovesOldFilesThatNoVersionNames() throws IOException {
        List<Path> litter = List.of(
                write("data/orphan.lance", Duration.ofDays(8)),
                write("data/.tmpXYZ", Duration.ofDays(8)),
                write("_deletions/0-1-7.arrow", Duration.ofDays(8)),
                write("_indices/1c9e3f60-0000-4000-8000-000000000000/part.lance", Duration.ofDays(8)),
                write("_joust/stamps/orphan.lance", Duration.ofDays(8)),
                write("_joust/digests/orphan.lance", Duration.ofDays(8)),
                write("_joust/indexes/1c9e3f60-0000-4000-8000-000000000000", Duration.ofDays(8)));
        age(root.resolve("_indices/1c9e3f60-0000-4000-8000-000000000000"), Duration.ofDays(8));

        OptimizeResult result = frames.optimize(KEEP);

        assertThat(litter).noneMatch(Files::exists);
        assertThat(result.bytesReclaimed()).isPositive();
        assertThat(frames.count()).isEqualTo(99);
        assertThat(frames.searchText("number").limit(1000).count()).isEqualTo(99);
    }

    @Test
    void optimizeLeavesYoungFilesAlone() throws IOException {
        List<Path> working = List.of(
                write("data/orphan.lance", Duration.ofDays(6)),
                write("_deletions/0-1-7.arrow", Duration.ofDays(6)),
                write("_indices/1c9e3f60-0000-4000-8000-000000000000/part.lance", Duration.ofDays(6)),
                write("_joust/stamps/orphan.lance", Duration.ofDays(6)));

        frames.optimize(KEEP);

        assertThat(working).allMatch(Files::exists);
    }

    @Test
    void optimizeNeverTouchesWhatAVersionNamesHoweverOld() throws IOException {
        frames.tag("release", 2);
        ageAll(root.resolve("data"), Duration.ofDays(400));
        ageAll(root.resolve("_deletions"), Duration.ofDays(400));
        ageAll(root.resolve("_indices"), Duration.ofDays(400));
        ageAll(root.resolve("_joust"), Duration.ofDays(400));
        Map<String, Long> before = files(root);

        frames.optimize(KEEP);

        assertThat(files(root)).containsAllEntriesOf(before);
        assertThat(frames.at("release").count()).isEqualTo(100);
    }

    @Test
    void optimizeLeavesTheLargeValuesBesideADataFileAlone() throws IOException {
        String data;
        try (Stream<Path> files = Files.list(root.resolve("data"))) {
            data = String.valueOf(files.findFirst().orElseThrow().getFileName());
        }
        // As Lance lays out blobs of its second kind, in tables that other programs made in format 2.2.
        Path large = write("data/" + data.replace(".lance", "") + "/0100.blob", Duration.ofDays(400));
        Path orphan = write("data/orphan/0100.blob", Duration.ofDays(400));
        age(large.resolveSibling(""), Duration.ofDays(400));
        age(orphan.resolveSibling(""), Duration.ofDays(400));

        frames.optimize(KEEP);

        assertThat(large).exists();
        assertThat(orphan).doesNotExist();
    }

    @Test
    void foldersOfTablesThatWereNeverFinishedOrNeverQuiteDroppedGoWhenTheyAreOld() throws IOException {
        for (String name : List.of(".creating-a", ".dropped-a", ".creating-b", ".dropped-b", ".other-a")) {
            Files.createDirectories(folder.resolve(name).resolve("data"));
            Files.write(folder.resolve(name).resolve("data/x.lance"), new byte[] {1});
            ageAll(folder.resolve(name), Duration.ofDays(name.endsWith("a") ? 8 : 6));
        }

        assertThat(lake.tables()).extracting(TableInfo::name).containsExactly("frames");

        assertThat(hidden()).containsExactly(".creating-b", ".dropped-b", ".other-a");
        ageAll(folder.resolve(".creating-b"), Duration.ofDays(8));
        age(folder.resolve(".creating-b/data/x.lance"), Duration.ofMinutes(1));
        ageAll(folder.resolve(".dropped-b"), Duration.ofDays(8));

        lake.createTable("other", Frame.class);

        assertThat(hidden()).containsExactly(".creating-b", ".other-a");
    }

    private Set<String> hidden() throws IOException {
        Set<String> names = new TreeSet<>();
        try (Stream<Path> entries = Files.list(folder)) {
            entries.map(path -> path.getFileName().toString())
                    .filter(name -> name.startsWith("."))
                    .forEach(names::add);
        }
        return names;
    }

    @Test
    void aTableIsDroppedOnlyAtTheVersionThatWasMeant() throws IOException {
        long version = frames.version();
        frames.append(List.of(new Frame(1000, "late")));
        FileTime untouched = FileTime.from(Instant.parse("2026-01-02T03:04:05Z"));
        Files.setLastModifiedTime(root, untouched);

        assertThatThrownBy(() -> lake.dropTable("frames", version))
                .isInstanceOf(CommitConflictException.class)
                .hasMessage("Cannot drop table 'frames': somebody has changed it since version 4; look at it again");

        // It was not even moved aside for a moment, in which a reader would not find it.
        assertThat(Files.getLastModifiedTime(root)).isEqualTo(untouched);
        assertThat(lake.openTable("frames").count()).isEqualTo(100);
        lake.dropTable("frames", version + 1);
        assertThat(lake.exists("frames")).isFalse();
        assertThat(hidden()).isEmpty();
    }

    @Test
    void aTagWithAnEmptyFileIsNamedAndTheRestWorks() throws IOException {
        frames.tag("good", 2);
        Files.write(root.resolve("_refs/tags/bad.json"), new byte[0]);

        assertThat(frames.tags()).containsExactly(Map.entry("good", 2L));
        assertThat(frames.versions()).hasSize(4);
        assertThat(frames.at("good").count()).isEqualTo(100);
        String message = "Cannot read tag 'bad' of table 'frames': its file is damaged, so that it names no version;"
                + " drop it with joust tag drop, and tag the version again";
        assertThatThrownBy(() -> frames.at("bad"))
                .isInstanceOf(StorageException.class)
                .hasMessage(message);
        assertThatThrownBy(() -> frames.tag("bad", 2))
                .isInstanceOf(StorageException.class)
                .hasMessage(message);
        frames.tag("better", 3);
        frames.dropTag("good");

        OptimizeResult result = frames.optimize(Duration.ZERO);

        assertThat(result.versionsRemoved()).isZero();
        assertThat(frames.versions().get(0).version()).isEqualTo(1);
        frames.dropTag("bad");
        assertThat(frames.tags()).containsExactly(Map.entry("better", 3L));
        assertThat(frames.optimize(Duration.ZERO).versionsRemoved()).isPositive();
        assertThat(frames.at("better").count()).isEqualTo(100);
    }

    @Test
    void aTagThatHoldsSomethingElseIsDamagedToo() throws IOException {
        Files.createDirectories(root.resolve("_refs/tags"));
        Files.writeString(root.resolve("_refs/tags/bad.json"), "{\"version\": \"two\"");

        assertThat(frames.tags()).isEmpty();
        frames.dropTag("bad");
        assertThat(frames.optimize(Duration.ZERO).versionsRemoved()).isPositive();
    }
}
