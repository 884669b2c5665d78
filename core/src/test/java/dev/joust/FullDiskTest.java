// SPDX-License-Identifier: Apache-2.0
package dev.joust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.joust.error.JoustException;
import dev.joust.feature.Feature;
import dev.joust.schema.Types;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Writes that fail in places where Lance does not notice; the largest file a child may write stands for a full disk.
 */
class FullDiskTest {
    private static final int ROWS = 20_000;
    private static final Feature TWICE = Feature.sql("twice", Types.INT64, "id * 2", List.of("id"));

    record Item(long id) {}

    @TempDir
    Path folder;

    @BeforeEach
    void aTable() throws Exception {
        assumeThat(Path.of("/usr/bin/prlimit")).exists();
        try (Lake lake = Joust.open(folder)) {
            lake.createTable("t", Item.class).append(LongStream.range(0, ROWS).mapToObj(Item::new));
        }
    }

    private List<String> run(String what, long largestFile) throws IOException, InterruptedException {
        return Child.run(Child.java(Attempt.class, folder, what, largestFile), Map.of());
    }

    @Test
    void aTagThatWasNotWrittenIsRefusedAndLeavesTheOthersReadable() throws Exception {
        assertThat(run("tag", 0))
                .containsExactly("StorageException: Cannot write tag 'release' of table 't': its file is empty, as on a"
                        + " full disk; free some space, nothing was committed");

        try (Lake lake = Joust.open(folder)) {
            Table table = lake.openTable("t");
            assertThat(table.tags()).isEmpty();
            assertThat(table.versions()).hasSize(2);
            table.tag("release", 2);
            assertThat(table.tags()).containsOnly(Map.entry("release", 2L));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"delete many", "delete few"})
    void aListOfDeletedRowsThatWasNotWrittenWholeIsNotCommitted(String what) throws Exception {
        // The manifest fits, and would name a file that cannot be read.
        assertThat(run(what, 3000))
                .containsExactly(
                        "StorageException: Cannot delete from table 't': a list of deleted rows was not written"
                                + " whole, as on a full disk; free some space, nothing was committed");

        try (Lake lake = Joust.open(folder)) {
            assertThat(lake.openTable("t").versions()).hasSize(2);
            assertThat(lake.openTable("t").count("id >= 0")).isEqualTo(ROWS);
            assertThat(folder.resolve("t.lance").resolve("_deletions")).isEmptyDirectory();
        }
    }

    @Test
    void aTableThatWasNotCreatedTakesNoName() throws Exception {
        assertThat(run("create", 0))
                .hasSize(1)
                .first()
                .asString()
                .contains("Cannot create table 'new': the disk is full");

        try (Lake lake = Joust.open(folder)) {
            assertThat(lake.tables()).extracting(TableInfo::name).containsExactly("t");
            assertThat(lake.exists("new")).isFalse();
            assertThat(lake.createTable("new", Item.class).count()).isZero();
        }
    }

    @Test
    void aJobThatCouldNotBeRecordedSaysWhyAndLaterOnesRun() throws Exception {
        try (Lake lake = Joust.open(folder)) {
            lake.openTable("t").addFeatures(TWICE);
        }

        assertThat(run("backfill", 0)).hasSize(1).first().asString().contains("the disk is full");

        try (Lake lake = Joust.open(folder)) {
            assertThat(lake.jobs()).isEmpty();
            lake.openTable("t").backfill("twice").run();
            assertThat(lake.jobs()).hasSize(1);
            assertThat(lake.openTable("t").count("twice = id * 2")).isEqualTo(ROWS);
        }
    }

    /** What a process that was killed while it created a table leaves. */
    @Test
    void aFolderWithoutAnyVersionIsNoTable() throws Exception {
        for (String name : List.of("_joust_jobs", "half", "copy")) {
            Files.createDirectories(folder.resolve(name + ".lance").resolve("_versions"));
            Files.createDirectories(folder.resolve(name + ".lance").resolve("_transactions"));
        }

        try (Lake lake = Joust.open(folder)) {
            assertThat(lake.tables()).extracting(TableInfo::name).containsExactly("t");
            assertThat(lake.jobs()).isEmpty();
            assertThat(lake.createTable("half", Item.class).count()).isZero();
            assertThat(lake.createTable("copy", lake.openTable("t").query()).count())
                    .isEqualTo(ROWS);
            Table table = lake.openTable("t");
            table.addFeatures(TWICE);
            table.backfill("twice").run();
            assertThat(lake.jobs()).hasSize(1);
        }
    }

    /** Tries one thing on a disk without room. */
    static final class Attempt {
        private Attempt() {}

        /** Arguments: the lake, what to try, bytes of the largest file. */
        public static void main(String[] arguments) throws Exception {
            try (Lake lake = Joust.open(arguments[0])) {
                Table table = lake.openTable("t");
                table.count("id > 0");
                String self = Long.toString(ProcessHandle.current().pid());
                new ProcessBuilder("/usr/bin/prlimit", "--pid", self, "--fsize=" + arguments[2])
                        .start()
                        .waitFor();
                System.out.println(attempt(lake, table, arguments[1]));
            }
        }

        private static String attempt(Lake lake, Table table, String what) {
            Supplier<Object> change = switch (what) {
                case "tag" ->
                    () -> {
                        table.tag("release", 2);
                        return "tagged";
                    };
                case "delete many" -> () -> table.delete("id % 2 = 0");
                case "delete few" -> () -> table.delete("id % 20 = 0");
                case "create" -> () -> lake.createTable("new", Item.class);
                default -> () -> table.backfill("twice").run();
            };
            try {
                return change.get().toString();
            } catch (JoustException e) {
                return e.getClass().getSimpleName() + ": " + e.getMessage();
            }
        }
    }
}
