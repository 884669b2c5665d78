// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.backfill.checkpoint;

import dev.joust.error.StorageException;
import dev.joust.internal.lance.LanceTable;
import dev.joust.internal.lance.disk.Durability;
import dev.joust.internal.lance.disk.OwnedName;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The checkpoints of one table on a local disk: {@code _joust/checkpoints/<key>/<first row>-<last row>-<number>}, with
 * a folder for each fragment, feature, function and inputs. A name appears when its file is complete and durable.
 *
 * <p>Threads and processes: several may write, read and remove at once.
 */
public final class CheckpointFolder {
    private static final Logger LOG = LoggerFactory.getLogger(CheckpointFolder.class);
    private static final String UNFINISHED = ".tmp";
    private static final int ATTEMPTS = 10;
    private static final Duration UNFINISHED_FOR = Duration.ofHours(1);

    private final Path folder;
    private final Durability durability;

    private CheckpointFolder(Path folder, Durability durability) {
        this.folder = folder;
        this.durability = durability;
    }

    /** The checkpoints of a table; empty if it is not on a local disk. */
    public static Optional<CheckpointFolder> of(LanceTable table) {
        return table.paths()
                .map(paths -> new CheckpointFolder(
                        paths.joust().resolve("checkpoints"), table.store().durability()));
    }

    /**
     * A checkpoint that is there.
     *
     * @param path its place below the folder
     */
    public record Saved(String path, Checkpoint checkpoint) {}

    /**
     * Writes a checkpoint.
     *
     * @param values as an Arrow stream, a row for each of the checkpoint's
     * @return its place below the folder
     */
    public String write(Checkpoint checkpoint, ByteBuffer values) {
        int first = checkpoint.rows().next(0);
        int last = checkpoint.rows().toBitSet().length() - 1;
        String name = first + "-" + last + "-" + UUID.randomUUID().toString().substring(0, 8);
        Path place = folder.resolve(checkpoint.key());
        Path unfinished = place.resolve(name + "-" + OwnedName.thisProcess() + UNFINISHED);
        try {
            for (int attempt = 1; !isWritten(place, unfinished, CheckpointFile.write(checkpoint, values)); attempt++) {
                if (attempt == ATTEMPTS) {
                    throw new NoSuchFileException(place.toString());
                }
            }
            Files.move(unfinished, place.resolve(name), StandardCopyOption.ATOMIC_MOVE);
            durability.syncFolders(List.of(place, folder));
        } catch (IOException e) {
            throw new StorageException(
                    "Cannot write checkpoint '" + place.resolve(name) + "': " + e + "; check the disk it is on", e);
        }
        return checkpoint.key() + "/" + name;
    }

    /** Whether it could be written; not if somebody else removed the last checkpoint in the folder, and the folder. */
    private boolean isWritten(Path place, Path unfinished, List<ByteBuffer> parts) throws IOException {
        try {
            Files.createDirectories(place);
            writeDurably(unfinished, parts);
            return true;
        } catch (NoSuchFileException | FileAlreadyExistsException e) {
            return Files.exists(unfinished);
        }
    }

    private void writeDurably(Path file, List<ByteBuffer> parts) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            for (ByteBuffer part : parts) {
                while (part.hasRemaining()) {
                    channel.write(part);
                }
            }
            if (durability == Durability.SYNCED) {
                channel.force(true);
            }
        }
    }

    /** All checkpoints. Files that are damaged, foreign or left unfinished are removed. */
    public List<Saved> list() {
        List<Saved> saved = new ArrayList<>();
        for (Path place : entries(folder)) {
            for (Path file : entries(place)) {
                String path = place.getFileName() + "/" + file.getFileName();
                if (path.endsWith(UNFINISHED)) {
                    removeIfOld(path, file);
                } else {
                    head(path).ifPresent(head -> saved.add(new Saved(path, head.checkpoint())));
                }
            }
        }
        return saved;
    }

    private Optional<CheckpointFile.Head> head(String path) {
        try {
            return Optional.of(CheckpointFile.head(folder.resolve(path)));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (DamagedCheckpointException e) {
            LOG.warn("{} and is removed", e.getMessage());
            remove(List.of(path));
            return Optional.empty();
        } catch (IOException e) {
            throw new StorageException(
                    "Cannot read checkpoint '" + folder.resolve(path) + "': " + e + "; check its rights", e);
        }
    }

    /**
     * Reads the values of a checkpoint.
     *
     * @throws LostCheckpointException if it is gone, or damaged, in which case it is removed
     */
    Loaded load(String path) {
        Path file = folder.resolve(path);
        try {
            CheckpointFile.Head head = CheckpointFile.head(file);
            return new Loaded(head.checkpoint(), ByteBuffer.wrap(CheckpointFile.values(file, head)));
        } catch (DamagedCheckpointException e) {
            LOG.warn("{} and is removed", e.getMessage());
            remove(List.of(path));
            throw new LostCheckpointException(path, e);
        } catch (IOException e) {
            throw new LostCheckpointException(path, e);
        }
    }

    /** A checkpoint with its values as an Arrow stream. */
    record Loaded(Checkpoint checkpoint, ByteBuffer values) {}

    /** Removes checkpoints, and folders that are empty then; one that is gone already is no error. */
    public void remove(Collection<String> paths) {
        for (String path : paths) {
            Path file = folder.resolve(path);
            try {
                Files.deleteIfExists(file);
                Files.deleteIfExists(file.resolveSibling(""));
            } catch (DirectoryNotEmptyException e) {
                LOG.debug("Others of the same cells as '{}' are still there", file);
            } catch (IOException e) {
                LOG.warn("Could not remove checkpoint '{}': {}", file, e.toString());
            }
        }
    }

    private void removeIfOld(String path, Path file) {
        try {
            Instant changed = Files.getLastModifiedTime(file).toInstant();
            if (changed.isBefore(Instant.now().minus(UNFINISHED_FOR))
                    || OwnedName.isAbandoned(String.valueOf(file.getFileName()), changed)) {
                remove(List.of(path));
            }
        } catch (IOException e) {
            // Whoever writes it has just finished.
            return;
        }
    }

    private static List<Path> entries(Path folder) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.sorted().toList();
        } catch (NoSuchFileException e) {
            return List.of();
        } catch (IOException e) {
            throw new StorageException("Cannot list folder '" + folder + "': " + e + "; check its rights", e);
        }
    }
}
