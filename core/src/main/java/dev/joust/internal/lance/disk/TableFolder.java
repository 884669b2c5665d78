// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.lance.disk;

import dev.joust.internal.lance.guard.LanceErrors;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The folder of a table's versions on a local disk, as it was when a handle was opened.
 *
 * <p>Version numbers start again when a table is dropped and created anew, so they cannot tell the two apart; the file
 * system's own number of the folder can. The folder is held open, because a number is given out again once it is free.
 */
public final class TableFolder implements AutoCloseable {
    /** Coarser than the times of any file system: those of FAT are two seconds apart. */
    private static final Duration COARSEST = Duration.ofSeconds(3);

    private final Path path;
    private final Object key;
    private final @Nullable FileChannel held;

    /** What lies there now. */
    public enum State {
        SAME,
        REPLACED,
        GONE
    }

    /**
     * What was seen at one moment.
     *
     * @param changed when an entry was last added or removed; the epoch if the folder is gone
     */
    public record Look(State state, FileTime changed) {
        /**
         * Whether each later change shows as another time. It may not if the last one was just before the look: both
         * can fall into one tick of the file system's clock.
         *
         * @param before when the look began
         */
        public boolean isSettled(Instant before) {
            return changed.toInstant().plus(COARSEST).isBefore(before);
        }
    }

    private TableFolder(Path path, Object key, @Nullable FileChannel held) {
        this.path = path;
        this.key = key;
        this.held = held;
    }

    /** The folder that is there now, if there is one. */
    public static Optional<TableFolder> of(TablePaths paths) {
        FileChannel held = hold(paths.versions());
        try {
            return Optional.of(new TableFolder(paths.versions(), key(attributes(paths.versions())), held));
        } catch (IOException e) {
            release(held);
            return Optional.empty();
        }
    }

    public State state() {
        return look().state();
    }

    /** Asks the file system once. */
    public Look look() {
        try {
            BasicFileAttributes attributes = attributes(path);
            State state = key(attributes).equals(key) ? State.SAME : State.REPLACED;
            return new Look(state, attributes.lastModifiedTime());
        } catch (IOException e) {
            return new Look(State.GONE, FileTime.fromMillis(0));
        }
    }

    private static BasicFileAttributes attributes(Path folder) throws IOException {
        return Files.readAttributes(folder, BasicFileAttributes.class);
    }

    private static Object key(BasicFileAttributes attributes) {
        Object key = attributes.fileKey();
        return key == null ? attributes.creationTime() : key;
    }

    private static @Nullable FileChannel hold(Path folder) {
        try {
            return FileChannel.open(folder, StandardOpenOption.READ);
        } catch (IOException e) {
            // Some platforms cannot open a folder; they tell folders apart by the time of their creation.
            return null;
        }
    }

    private static void release(@Nullable FileChannel held) {
        if (held != null) {
            try {
                held.close();
            } catch (IOException e) {
                throw LanceErrors.translate("close a folder", e);
            }
        }
    }

    @Override
    public void close() {
        release(held);
    }
}
