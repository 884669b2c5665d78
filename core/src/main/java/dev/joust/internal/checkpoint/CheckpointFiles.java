// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.checkpoint;

import static java.util.Objects.requireNonNull;

import dev.joust.checkpoint.Checkpoint;
import dev.joust.error.StorageException;
import dev.joust.internal.lance.disk.Durability;
import dev.joust.internal.lance.disk.OwnedName;
import dev.joust.internal.lance.disk.WholeFile;
import dev.joust.schema.Names;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The files of a lake's checkpoints, {@code <lake>/_joust/checkpoints/<id>.json}. What is written is on the disk when a
 * method returns.
 *
 * <p>Threads: safe for use by several threads and processes.
 */
public final class CheckpointFiles {
    private static final Logger LOG = LoggerFactory.getLogger(CheckpointFiles.class);
    private static final String RECORD = ".json";
    private static final String UNFINISHED = ".tmp";

    private final Path folder;
    private final Durability durability;

    /** That of the lake in a folder. */
    public CheckpointFiles(Path lake, Durability durability) {
        this.folder = lake.resolve("_joust").resolve("checkpoints");
        this.durability = requireNonNull(durability, "durability");
    }

    /** The ids of all checkpoints in alphabetical order, readable or not. */
    public List<String> ids() {
        return files(RECORD).stream()
                .map(name -> name.substring(0, name.length() - RECORD.length()))
                .toList();
    }

    /** All checkpoints in the order of their ids; one whose file is damaged is left out, with a warning. */
    public List<Checkpoint> all() {
        List<Checkpoint> all = new ArrayList<>();
        for (String id : ids()) {
            Optional<byte[]> content = content(record(id));
            Optional<Checkpoint> checkpoint = content.flatMap(CheckpointJson::read);
            checkpoint.ifPresent(all::add);
            if (content.isPresent() && checkpoint.isEmpty()) {
                LOG.warn("Checkpoint '{}' is not listed: its file '{}' cannot be read", id, record(id));
            }
        }
        return all;
    }

    /**
     * One checkpoint, if there is one of this id.
     *
     * @throws StorageException if its file is damaged
     */
    public Optional<Checkpoint> find(String id) {
        Optional<byte[]> content = content(record(id));
        if (content.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(CheckpointJson.read(content.get())
                .orElseThrow(() -> new StorageException("Cannot read checkpoint '" + id + "': its file '" + record(id)
                        + "' is damaged, or of a later Joust; drop it with joust checkpoints drop, and add it again")));
    }

    /** Whether there is a checkpoint of this id, readable or not. */
    public boolean has(String id) {
        return Files.exists(record(id));
    }

    /** Writes a checkpoint; returns false if there is one of its id. */
    public boolean create(Checkpoint checkpoint) {
        try {
            Files.createDirectories(folder);
            files(UNFINISHED).stream()
                    .map(folder::resolve)
                    .filter(WholeFile::isAbandoned)
                    .forEach(file -> file.toFile().delete());
            Path unfinished = folder.resolve(UUID.randomUUID() + "-" + OwnedName.thisProcess() + UNFINISHED);
            return WholeFile.create(record(checkpoint.id()), unfinished, CheckpointJson.bytes(checkpoint), durability);
        } catch (IOException e) {
            throw cannot("write checkpoint '" + checkpoint.id() + "'", e);
        }
    }

    /** Removes a checkpoint; returns false if there is none of this id. */
    public boolean remove(String id) {
        try {
            boolean isRemoved = Files.deleteIfExists(record(id));
            if (isRemoved) {
                durability.syncFolders(List.of(folder));
            }
            return isRemoved;
        } catch (IOException e) {
            throw cannot("drop checkpoint '" + id + "'", e);
        }
    }

    private Path record(String id) {
        return folder.resolve(Names.requireName("checkpoint", id) + RECORD);
    }

    private List<String> files(String ending) {
        return WholeFile.names(folder, ending);
    }

    private static Optional<byte[]> content(Path file) {
        try {
            return WholeFile.content(file);
        } catch (IOException e) {
            throw cannot("read checkpoint file '" + file + "'", e);
        }
    }

    private static StorageException cannot(String what, IOException e) {
        return new StorageException(
                "Cannot " + what + ": " + StorageException.reason(e) + "; check the rights of the lake's folder", e);
    }
}
