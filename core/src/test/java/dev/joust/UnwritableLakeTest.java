// SPDX-License-Identifier: Apache-2.0
package dev.joust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.joust.error.JoustException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Folders without permission and full disks; in processes of their own, since this one may be root's. */
class UnwritableLakeTest {
    /** Root without the right to overrule the rights of files, so that they bind it as they bind everybody. */
    private static final List<String> BOUND = List.of("setpriv", "--bounding-set=-dac_override,-dac_read_search");

    @SuppressWarnings("ArrayRecordComponent")
    record Frame(long id, byte[] image) {}

    @TempDir
    Path folder;

    @BeforeEach
    void aTableOfTwoRows() {
        try (Lake lake = Joust.open(folder.resolve("lake"))) {
            lake.createTable("t", Frame.class).append(List.of(frame(1, 10), frame(2, 10)));
        }
    }

    private static Frame frame(long id, int bytes) {
        byte[] image = new byte[bytes];
        new Random(id).nextBytes(image);
        return new Frame(id, image);
    }

    private void assertAsBefore() {
        try (Lake lake = Joust.open(folder.resolve("lake"))) {
            assertThat(lake.tables()).containsExactly(new TableInfo("t", TableInfo.Kind.TABLE, 2, 2));
            assertThat(lake.openTable("t").query().select("id").rows()).hasSize(2);
        }
    }

    @Test
    void aFolderWithoutPermissionIsReadAndLeftAsItWas() throws Exception {
        Path lake = folder.resolve("lake");
        List<String> command = new ArrayList<>();
        if (System.getProperty("user.name").equals("root")) {
            assumeThat(canRun(BOUND))
                    .as("setpriv can bind root to the rights of files")
                    .isTrue();
            command.addAll(BOUND);
        }
        command.addAll(Child.java(NoPermission.class, lake));
        allow(lake, "r-xr-xr-x");

        List<String> lines;
        try {
            lines = Child.run(command, Map.of());
        } finally {
            allow(lake, "rwxr-xr-x");
        }

        String denied = ": no permission (Permission denied (os error 13)); check the rights of the lake's folder";
        String deniedAt = ": no permission (Permission denied (os error 13) at path \"...\"); check the rights of the"
                + " lake's folder";
        assertThat(lines)
                .containsExactly(
                        "count: 2",
                        "append: StorageException: Cannot write to table 't'" + denied,
                        "delete: StorageException: Cannot delete from table 't': no permission (Cannot delete rows in"
                                + " fragment 0: Permission denied (os error 13)); check the rights of the lake's folder",
                        "update: StorageException: Cannot write columns [id] of table 't'" + denied,
                        "add columns: StorageException: Cannot add columns [twice] to table 't'" + deniedAt,
                        "create: StorageException: Cannot create table 'new'" + denied,
                        "copy: StorageException: Cannot create table 'copy'" + denied,
                        "drop: StorageException: Cannot drop table 't': no permission; check the path and its rights");
        assertAsBefore();
    }

    private static boolean canRun(List<String> prefix) throws InterruptedException {
        List<String> command = new ArrayList<>(prefix);
        command.add("true");
        try {
            return new ProcessBuilder(command).start().waitFor() == 0;
        } catch (IOException e) {
            return false;
        }
    }

    /** Folders get these rights, files the same without execution. */
    private static void allow(Path root, String rights) {
        Set<PosixFilePermission> folders = PosixFilePermissions.fromString(rights);
        Set<PosixFilePermission> files = PosixFilePermissions.fromString(rights.replace('x', '-'));
        try (Stream<Path> entries = Files.walk(root)) {
            for (Path entry : entries.sorted(Comparator.reverseOrder()).toList()) {
                Files.setPosixFilePermissions(entry, Files.isDirectory(entry) ? folders : files);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void aFullDiskLeavesTheTableAsItWas() throws Exception {
        assumeThat(canRun(List.of("prlimit", "--version")))
                .as("prlimit is there")
                .isTrue();

        List<String> lines = Child.run(Child.java(FullDisk.class, folder.resolve("lake")), Map.of());

        String full = ": the disk is full (File too large (os error 27)); free some space, nothing was committed";
        assertThat(lines)
                .containsExactly(
                        "append: StorageException: Cannot write to table 't'" + full,
                        "copy: StorageException: Cannot write to table 'copy'" + full,
                        "count: 2");
        assertThat(DataFolder.files(folder.resolve("lake"), "t")).hasSize(1);
        assertThat(folder.resolve("lake")).isDirectoryNotContaining("glob:**/.creating*");
        assertAsBefore();
    }

    /** Reads, and tries to write where nothing can be written. */
    static final class NoPermission {
        private NoPermission() {}

        /** Arguments: the lake. */
        public static void main(String[] arguments) {
            try (Lake lake = Joust.open(arguments[0])) {
                Table table = lake.openTable("t");
                attempt("count", table::count);
                attempt("append", () -> table.append(List.of(frame(3, 10))));
                attempt("delete", () -> table.delete("id = 1"));
                attempt("update", () -> table.update(Map.of("id", "id + 1"), "true"));
                attempt("add columns", () -> table.addColumns(Map.of("twice", "id * 2")));
                attempt("create", () -> lake.createTable("new", Frame.class));
                attempt("copy", () -> lake.createTable("copy", table.query()));
                attempt("drop", () -> {
                    lake.dropTable("t");
                    return "dropped";
                });
            }
        }
    }

    /** Writes more than fits into a file, whose limit stands for a full disk. */
    static final class FullDisk {
        private FullDisk() {}

        /** Arguments: the lake. */
        public static void main(String[] arguments) throws Exception {
            try (Lake source = Joust.open(arguments[0] + "-source");
                    Lake lake = Joust.open(arguments[0])) {
                Table table = lake.openTable("t");
                Table large = source.createTable("large", Frame.class);
                large.append(IntStream.range(0, 300).mapToObj(id -> frame(id, 100_000)));
                String self = Long.toString(ProcessHandle.current().pid());
                new ProcessBuilder("prlimit", "--pid", self, "--fsize=20000000")
                        .start()
                        .waitFor();
                attempt("append", () -> table.append(large.query().arrow()));
                attempt("copy", () -> lake.createTable("copy", large.query()));
                attempt("count", table::count);
            }
        }
    }

    private static void attempt(String what, Supplier<Object> change) {
        try {
            System.out.println(what + ": " + change.get());
        } catch (JoustException e) {
            String message = String.valueOf(e.getMessage()).replaceAll("at path \"[^\"]*\"", "at path \"...\"");
            System.out.println(what + ": " + e.getClass().getSimpleName() + ": " + message);
        }
    }
}
