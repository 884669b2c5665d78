// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.lance;

import dev.joust.error.InvalidRequestException;
import dev.joust.error.StorageException;
import dev.joust.internal.lance.disk.Durability;
import dev.joust.internal.lance.disk.OwnedName;
import dev.joust.internal.lance.disk.TablePaths;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Small files of our own in a table's {@code _joust} folder, which Lance leaves alone. */
public final class Sidecars {
    private Sidecars() {}

    /**
     * Writes a file: complete and durable under its name, or not there at all.
     *
     * @param path below the {@code _joust} folder, such as {@code stamps/x}
     */
    public static void write(LanceTable table, String path, byte[] content) {
        write(table, path, content, table.store().durability());
    }

    /**
     * Writes a file that can be made anew: whole under its name, or not there at all, unless the power fails; then it
     * may be damaged, and whoever reads it has to notice.
     *
     * @param path below the {@code _joust} folder
     */
    public static void keep(LanceTable table, String path, byte[] content) {
        write(table, path, content, Durability.UNSYNCED);
    }

    private static void write(LanceTable table, String path, byte[] content, Durability durability) {
        TablePaths paths = table.paths()
                .orElseThrow(() -> new InvalidRequestException("Cannot write '" + path + "' beside table '"
                        + table.name() + "': it is not on a local disk; use a lake in a folder"));
        Path file = paths.joust().resolve(path);
        Path folder = paths.joust().resolve(path).resolveSibling("");
        Path temporary = file.resolveSibling(
                file.getFileName() + "-" + UUID.randomUUID() + "-" + OwnedName.thisProcess() + ".tmp");
        try {
            Files.createDirectories(folder);
            Files.write(temporary, content);
            durability.sync(List.of(temporary));
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
            durability.sync(List.of(file, folder, paths.joust()));
        } catch (IOException e) {
            throw new StorageException("Cannot write file '" + file + "': " + e + "; check the disk it is on", e);
        }
    }

    /** Reads a file, if it is there. */
    public static Optional<byte[]> read(LanceTable table, String path) {
        if (table.paths().isEmpty()) {
            return Optional.empty();
        }
        return read(table.paths().orElseThrow(), path);
    }

    /** What is said about a file of a table holds in its branches too. */
    private static Optional<byte[]> read(TablePaths paths, String path) {
        Path file = paths.joust().resolve(path);
        try {
            return Optional.of(Files.readAllBytes(file));
        } catch (NoSuchFileException e) {
            return paths.main()
                    .filter(main -> path.startsWith(TablePaths.STAMPS)
                            || path.startsWith(TablePaths.DIGESTS)
                            || path.startsWith(TablePaths.ORIGINS)
                            || path.startsWith(TablePaths.INDEX_MARKS))
                    .flatMap(main -> read(main, path));
        } catch (IOException e) {
            throw new StorageException("Cannot read file '" + file + "': " + e + "; check its rights", e);
        }
    }

    /** Removes a file, if it is there. */
    public static void delete(LanceTable table, String path) {
        if (table.paths().isEmpty()) {
            return;
        }
        Path file = table.paths().orElseThrow().joust().resolve(path);
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new StorageException("Cannot delete file '" + file + "': " + e + "; check its rights", e);
        }
    }
}
