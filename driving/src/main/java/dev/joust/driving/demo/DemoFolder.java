// SPDX-License-Identifier: Apache-2.0
package dev.joust.driving.demo;

import dev.joust.error.InvalidRequestException;
import dev.joust.error.StorageException;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The folder of a demo, with a file that says that a demo made it. A folder that holds anything and lacks that file is
 * refused; in one that has it, what the last demo made is removed, and other files are left alone.
 */
record DemoFolder(Path dir) {
    private static final String MARKER = ".joust-demo";

    Path lake() {
        return dir.resolve("lake");
    }

    Path footage() {
        return dir.resolve("footage");
    }

    Path newFootage() {
        return dir.resolve("footage-2");
    }

    /** Where the commands that the report ends with put the next footage. */
    Path nextFootage() {
        return dir.resolve("footage-3");
    }

    /** What a training would read. */
    Path training() {
        return dir.resolve("training.json");
    }

    /** What a training made. */
    Path weights() {
        return dir.resolve("detector.pt");
    }

    Path report() {
        return dir.resolve("report.html");
    }

    /**
     * Makes the folder ready for a new demo.
     *
     * @throws InvalidRequestException if it is not a demo's
     */
    static DemoFolder prepare(Path dir) {
        DemoFolder folder = new DemoFolder(dir);
        try {
            if (Files.exists(dir, LinkOption.NOFOLLOW_LINKS)) {
                folder.requireOurs();
            }
            Files.createDirectories(dir);
            Files.writeString(dir.resolve(MARKER), "Made by joust demo, which replaces what it made here.\n");
            remove(folder.lake());
            remove(folder.footage());
            remove(folder.newFootage());
            remove(folder.nextFootage());
            Files.deleteIfExists(folder.report());
            Files.deleteIfExists(folder.training());
            Files.deleteIfExists(folder.weights());
            return folder;
        } catch (IOException e) {
            throw new StorageException(
                    "Cannot write the demo to '" + dir + "': " + StorageException.reason(e)
                            + "; choose a folder that can be written and has room",
                    e);
        }
    }

    private void requireOurs() throws IOException {
        if (!Files.isDirectory(dir)) {
            throw new InvalidRequestException(
                    "Cannot write the demo to '" + dir + "': it is a file; choose a new or empty folder");
        }
        try (Stream<Path> children = Files.list(dir)) {
            if (children.findAny().isPresent() && !Files.isRegularFile(dir.resolve(MARKER))) {
                throw new InvalidRequestException("Cannot write the demo to '" + dir
                        + "': the folder is not empty and no demo made it; choose a new or empty folder");
            }
        }
    }

    /** Removes a folder with all that is in it; links are removed, not followed. */
    private static void remove(Path root) throws IOException {
        if (!Files.exists(root, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        Files.walkFileTree(root, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException failure) throws IOException {
                if (failure != null) {
                    throw failure;
                }
                Files.delete(folder);
                return FileVisitResult.CONTINUE;
            }
        });
    }

    /** The bytes of the data files of the demo's table. */
    long dataBytes() {
        return bytes(lake().resolve(DemoRun.TABLE + ".lance").resolve("data"));
    }

    /** The bytes of all files below a folder. */
    static long bytes(Path root) {
        try (Stream<Path> files = Files.walk(root)) {
            return files.filter(Files::isRegularFile)
                    .mapToLong(file -> file.toFile().length())
                    .sum();
        } catch (IOException e) {
            throw new StorageException(
                    "Cannot measure the folder '" + root + "': " + e.getMessage() + "; check its permissions", e);
        }
    }
}
