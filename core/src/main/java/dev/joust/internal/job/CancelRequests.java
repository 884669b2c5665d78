// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.job;

import static java.util.Objects.requireNonNull;

import dev.joust.error.InvalidRequestException;
import dev.joust.error.StorageException;
import dev.joust.internal.lance.LanceTable;
import dev.joust.internal.lance.disk.TablePaths;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Requests that running jobs stop, which reach them in any process: an empty file per job, named by its id, beside the
 * table of jobs in {@code _joust_jobs.lance/_joust/cancel}. A job looks for its own between two batches, which costs
 * one look at the disk, and removes it when it ends. Object stores have none.
 *
 * <p>Threads: safe for use by several threads.
 */
public final class CancelRequests {
    private static final Pattern ID = Pattern.compile("[0-9A-Za-z-]{1,64}");

    private final Optional<Path> folder;

    private CancelRequests(Optional<Path> lake) {
        this.folder = lake.flatMap(path ->
                        TablePaths.of(path.resolve(JobTables.JOBS + ".lance").toString()))
                .map(table -> table.joust().resolve("cancel"));
    }

    /** Those of the lake in a folder. */
    public static CancelRequests in(Path lake) {
        return new CancelRequests(Optional.of(requireNonNull(lake, "lake")));
    }

    /** Those of the lake that a table is in. */
    public static CancelRequests beside(LanceTable table) {
        return new CancelRequests(table.paths()
                .flatMap(paths ->
                        Optional.ofNullable(paths.root().toAbsolutePath().getParent())));
    }

    /** Whether a job is asked to stop. */
    public boolean isMade(String job) {
        return folder.map(path -> Files.exists(path.resolve(job))).orElse(false);
    }

    /**
     * Asks a job to stop.
     *
     * @throws InvalidRequestException if the id is none that Joust gives, for it names a file
     * @throws StorageException if the lake cannot be written
     */
    public void make(String job) {
        String what = "Cannot cancel job '" + job + "': ";
        if (!ID.matcher(job).matches()) {
            throw new InvalidRequestException(what + "its id is not one that Joust gives; end its process instead");
        }
        Path path = folder.orElseThrow(() -> new InvalidRequestException(
                what + "requests to stop reach only lakes in folders; end its process instead"));
        try {
            Files.createDirectories(path);
            Files.writeString(path.resolve(job), "");
        } catch (IOException e) {
            String why = e instanceof AccessDeniedException ? "no permission to write '" + path + "'" : e.toString();
            throw new StorageException(what + why + "; check the rights of the lake's folder", e);
        }
    }

    /** Forgets the request to a job that has ended, if there is one; one that cannot be removed is harmless. */
    public void forget(String job) {
        folder.ifPresent(path -> path.resolve(job).toFile().delete());
    }
}
