// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.lance.disk;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Files that appear under their name whole and at once, and take nobody's place. */
public final class WholeFile {
    private WholeFile() {}

    /**
     * Writes one; it is on the disk when the method returns.
     *
     * @param unfinished where it is written first, in the same folder; removed in the end
     * @return false if there is a file of that name
     */
    public static boolean create(Path file, Path unfinished, byte[] content, Durability durability) throws IOException {
        Files.write(unfinished, content, StandardOpenOption.CREATE_NEW);
        try {
            durability.sync(List.of(unfinished));
            link(unfinished, file);
        } catch (FileAlreadyExistsException e) {
            return false;
        } finally {
            Files.deleteIfExists(unfinished);
        }
        durability.sync(List.of(file));
        return true;
    }

    private static void link(Path whole, Path file) throws IOException {
        try {
            Files.createLink(file, whole);
        } catch (FileAlreadyExistsException e) {
            throw e;
        } catch (IOException | UnsupportedOperationException e) {
            // Some file systems have no links; there a crash may leave a file that is not whole, which counts as none.
            Files.write(file, Files.readAllBytes(whole), StandardOpenOption.CREATE_NEW);
        }
    }

    /** The names of the files of a folder that end so, in alphabetical order; none if there is no folder. */
    public static List<String> names(Path folder, String ending) {
        String[] names = folder.toFile().list((parent, name) -> name.endsWith(ending));
        return names == null ? List.of() : Arrays.stream(names).sorted().toList();
    }

    /** What is in a file; empty if there is none. */
    public static Optional<byte[]> content(Path file) throws IOException {
        try {
            return Optional.of(Files.readAllBytes(file));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    /** Whether the process that writes a file, which has its name from {@link OwnedName}, is gone. */
    public static boolean isAbandoned(Path file) {
        return !OwnedName.mayBeAlive(
                String.valueOf(file.getFileName()),
                Instant.ofEpochMilli(file.toFile().lastModified()));
    }
}
