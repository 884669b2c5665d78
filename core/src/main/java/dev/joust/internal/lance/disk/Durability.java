// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.lance.disk;

import dev.joust.error.StorageException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Syncs what a commit wrote, because Lance itself never does.
 *
 * <p>Order of a commit on a local disk: data, deletion and column files and their folders are synced, then the commit
 * is made, then its manifest and the folder of manifests are synced, and only then is it acknowledged. Object stores
 * are durable by themselves.
 */
public enum Durability {
    /** An acknowledged commit survives a power loss. */
    SYNCED {
        @Override
        public void sync(Collection<Path> files) {
            syncFiles(files);
            Set<Path> folders = new LinkedHashSet<>();
            for (Path file : files) {
                // The folder may be as new as the file: then the one above it has to learn of it.
                Optional<Path> folder = Optional.ofNullable(file.getParent());
                folder.ifPresent(folders::add);
                folder.map(Path::getParent).ifPresent(folders::add);
            }
            syncFolders(folders);
        }

        @Override
        public void syncFiles(Collection<Path> files) {
            files.forEach(FileModes::ofUmask);
            if (files.size() < 2) {
                files.forEach(file -> syncOne(file, StandardOpenOption.WRITE));
                return;
            }
            // Most file systems take what several threads ask for at once to the disk in one go.
            ExecutorService threads = Executors.newFixedThreadPool(Math.min(MAX_SYNC_THREADS, files.size()));
            try {
                List<CompletableFuture<Void>> syncs = files.stream()
                        .map(file -> CompletableFuture.runAsync(() -> syncOne(file, StandardOpenOption.WRITE), threads))
                        .toList();
                syncs.forEach(Durability::join);
            } finally {
                threads.shutdown();
            }
        }

        @Override
        public void syncFolders(Collection<Path> folders) {
            folders.forEach(folder -> syncOne(folder, StandardOpenOption.READ));
        }
    },
    /** An acknowledged commit survives the end of the process, not a power loss. */
    UNSYNCED {
        @Override
        public void sync(Collection<Path> files) {
            syncFiles(files);
        }

        @Override
        public void syncFiles(Collection<Path> files) {
            // The operating system writes them when it sees fit.
            files.forEach(FileModes::ofUmask);
        }

        @Override
        public void syncFolders(Collection<Path> folders) {
            // The operating system writes them when it sees fit.
        }
    };

    private static final int MAX_SYNC_THREADS = 8;

    /**
     * Gives these files the rights that new files have, and syncs them, then the folders that hold them, and the
     * folders that hold those.
     */
    public abstract void sync(Collection<Path> files);

    /** The same for these files, but not for the entries of the folders that hold them. */
    public abstract void syncFiles(Collection<Path> files);

    /** Syncs the entries of these folders. */
    public abstract void syncFolders(Collection<Path> folders);

    private static void join(CompletableFuture<Void> sync) {
        try {
            sync.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof StorageException problem ? problem : e;
        }
    }

    private static void syncOne(Path path, StandardOpenOption option) {
        try (FileChannel channel = FileChannel.open(path, option)) {
            channel.force(true);
        } catch (NoSuchFileException e) {
            throw new StorageException(
                    "Cannot sync file '" + path + "': it is gone; another process removed files of this table", e);
        } catch (IOException e) {
            // Some platforms cannot open a folder for syncing; there it needs none.
            if (!Files.isDirectory(path)) {
                throw new StorageException(
                        "Cannot sync file '" + path + "': " + e.getMessage() + "; check the disk it is on", e);
            }
        }
    }
}
