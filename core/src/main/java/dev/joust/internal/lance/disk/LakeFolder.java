// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.lance.disk;

import dev.joust.error.AlreadyExistsException;
import dev.joust.error.CommitConflictException;
import dev.joust.error.StorageException;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The folder of a lake on a local disk: which tables it has. */
public final class LakeFolder {
    private static final Logger LOG = LoggerFactory.getLogger(LakeFolder.class);
    private static final String ENDING = ".lance";
    private static final Duration LEFTOVER_AGE = Duration.ofDays(7);
    private static final String DROPPED = ".dropped-";
    private static final String CREATING = ".creating-";

    private LakeFolder() {}

    /** Whether the folder is there. */
    public static boolean exists(Path lake) {
        return Files.isDirectory(lake);
    }

    /** Whether nobody may tell this process if the folder is there. */
    public static boolean isHidden(Path lake) {
        try {
            Files.readAttributes(lake, BasicFileAttributes.class);
            return false;
        } catch (AccessDeniedException e) {
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** Whether it holds a table of this name; a folder without a version is what a failed creation left of one. */
    public static boolean exists(Path lake, String table) {
        try (DirectoryStream<Path> versions =
                Files.newDirectoryStream(lake.resolve(table + ENDING).resolve("_versions"), "*.manifest")) {
            return versions.iterator().hasNext();
        } catch (NoSuchFileException | NotDirectoryException e) {
            return false;
        } catch (IOException | DirectoryIteratorException e) {
            // Opening it will say what is wrong.
            return true;
        }
    }

    /** The names of its tables in alphabetical order. */
    public static List<String> tables(Path lake) {
        sweep(lake);
        try (Stream<Path> entries = Files.list(lake)) {
            return entries.map(path -> path.getFileName().toString())
                    .filter(name -> name.endsWith(ENDING))
                    .map(name -> name.substring(0, name.length() - ENDING.length()))
                    .filter(name -> exists(lake, name))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw failed("list the tables of lake '" + lake + "'", e);
        }
    }

    /** Creates the folder if it is not there. */
    public static void create(Path lake) {
        try {
            Files.createDirectories(lake);
            sweep(lake);
        } catch (IOException e) {
            throw failed("create lake '" + lake + "'", e);
        }
    }

    /**
     * Removes a table: it is renamed first, so that a crash leaves the table or none, never half of one.
     *
     * @param version the newest version that it may have
     * @param rule asked again when nobody else can find the table any more, with where it lies then; if it throws, the
     *     table stays
     * @throws CommitConflictException if it has a newer version; it stays
     */
    public static void drop(Path lake, String table, long version, Consumer<TablePaths> rule) {
        Path aside = lake.resolve(DROPPED + UUID.randomUUID());
        requireVersion(lake.resolve(table + ENDING), table, version);
        try {
            // Says until when nobody else may remove it.
            Files.setLastModifiedTime(lake.resolve(table + ENDING), FileTime.from(Instant.now()));
            Files.move(lake.resolve(table + ENDING), aside);
            try {
                requireVersion(aside, table, version);
                rule.accept(paths(aside));
            } catch (RuntimeException | Error e) {
                moveBack(aside, lake.resolve(table + ENDING), table, e);
                throw e;
            }
            try (Stream<Path> files = Files.walk(aside)) {
                files.sorted(Comparator.reverseOrder()).forEach(LakeFolder::delete);
            }
        } catch (IOException e) {
            throw failed("drop table '" + table + "'", e);
        } catch (UncheckedIOException e) {
            throw failed("drop table '" + table + "'", e);
        }
    }

    private static void moveBack(Path aside, Path root, String table, Throwable why) {
        try {
            Files.move(aside, root);
        } catch (IOException e) {
            StorageException lost = new StorageException(
                    "Cannot drop table '" + table + "': " + why.getMessage() + ". Nor can it have its name again: "
                            + StorageException.reason(e) + "; rename '" + aside + "' to '" + root + "' within "
                            + LEFTOVER_AGE.toDays() + " days, or it is removed",
                    e);
            lost.addSuppressed(why);
            throw lost;
        }
    }

    private static void requireVersion(Path root, String table, long version) {
        if (newestVersion(root) > version) {
            throw new CommitConflictException("Cannot drop table '" + table + "': somebody has changed it since"
                    + " version " + version + "; look at it again");
        }
    }

    private static TablePaths paths(Path root) {
        return TablePaths.of(root.toString()).orElseThrow();
    }

    private static long newestVersion(Path root) {
        List<Long> versions = paths(root).versionNumbers();
        return versions.isEmpty() ? 0 : versions.get(versions.size() - 1);
    }

    /**
     * Removes what killed processes left of tables that they created or dropped: folders in which nothing has changed
     * for {@link #LEFTOVER_AGE}. What cannot be removed stays.
     */
    private static void sweep(Path lake) {
        long oldest = Instant.now().minus(LEFTOVER_AGE).toEpochMilli();
        File[] leftovers =
                lake.toFile().listFiles((folder, name) -> name.startsWith(CREATING) || name.startsWith(DROPPED));
        for (File leftover : leftovers == null ? new File[0] : leftovers) {
            if (newestChange(leftover) < oldest) {
                discard(leftover.toPath());
            }
        }
    }

    private static long newestChange(File file) {
        long newest = file.lastModified();
        File[] inside = Files.isSymbolicLink(file.toPath()) ? null : file.listFiles();
        for (File one : inside == null ? new File[0] : inside) {
            newest = Math.max(newest, newestChange(one));
        }
        return newest;
    }

    /** A folder of the lake for a table that is not one yet; nothing is created. */
    public static Path staging(Path lake) {
        return lake.resolve(CREATING + UUID.randomUUID());
    }

    /** Gives a finished table its name. */
    public static void publish(Path staging, Path lake, String table) {
        discardUnfinished(lake, table);
        try {
            Files.move(staging, lake.resolve(table + ENDING), StandardCopyOption.ATOMIC_MOVE);
        } catch (FileAlreadyExistsException | DirectoryNotEmptyException e) {
            throw exists(lake, table) ? taken(table, e) : inTheWay(lake, table, e);
        } catch (FileSystemException e) {
            if (exists(lake, table)) {
                throw taken(table, e);
            }
            throw failed("create table '" + table + "'", e);
        } catch (IOException e) {
            throw failed("create table '" + table + "'", e);
        }
    }

    private static StorageException inTheWay(Path lake, String table, IOException e) {
        return new StorageException(
                "Cannot create table '" + table + "': '" + lake.resolve(table + ENDING)
                        + "' is in the way, and is no table; remove it or choose another name",
                e);
    }

    private static AlreadyExistsException taken(String table, IOException e) {
        AlreadyExistsException taken = new AlreadyExistsException(
                "Cannot create table '" + table
                        + "': somebody created one of that name meanwhile; choose another name or drop it first",
                "table",
                table);
        taken.addSuppressed(e);
        return taken;
    }

    /** Removes the empty folders that a failed creation left of a table; what holds anything stays. */
    public static void discardUnfinished(Path lake, String table) {
        Path folder = lake.resolve(table + ENDING);
        // Not what is in them: somebody may be creating the table right now.
        for (String inside : List.of("data", "_transactions", "_versions", "")) {
            folder.resolve(inside).toFile().delete();
        }
    }

    /** Removes a folder with all that is in it, if it is there; what cannot be removed stays. */
    public static void discard(Path folder) {
        if (!Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder())
                    .forEach(path -> path.toFile().delete());
        } catch (IOException | UncheckedIOException e) {
            LOG.warn("The folder '{}' of a table that was not created stays behind: {}", folder, e.getMessage());
        }
    }

    private static void delete(Path path) {
        try {
            Files.deleteIfExists(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static StorageException failed(String what, Exception e) {
        boolean isDenied = e instanceof AccessDeniedException || e.getCause() instanceof AccessDeniedException;
        String why = isDenied ? "no permission" : e.toString();
        return new StorageException("Cannot " + what + ": " + why + "; check the path and its rights", e);
    }
}
