// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.feature;

import dev.joust.feature.RowSet;
import dev.joust.feature.Stamp;
import dev.joust.internal.lance.LanceTable;
import dev.joust.internal.lance.Sidecars;
import dev.joust.internal.lance.disk.TablePaths;
import dev.joust.internal.lance.files.FileMetadata;
import dev.joust.internal.relation.DigestFiles;
import dev.joust.internal.relation.KeyDigests;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads and writes the stamps of data files.
 *
 * <p>A backfill puts the stamps of a column file into the file's own metadata, so that file and stamps are one thing. A
 * compaction, whose files Lance writes, puts them into {@code _joust/stamps/<file name>}, written and synced before the
 * commit that shows the file. Names are never used twice: a sidecar without its commit is garbage, and a commit without
 * its stamps cannot happen. Where both exist, the sidecar counts.
 *
 * <p>A file that replaced another one for some rows only, and has no stamps of its own, inherits those of the other
 * rows.
 *
 * <p>Files never change, so what was read is kept. Threads: belongs to one thread.
 */
public final class StampFiles {
    /** The metadata key of a column file that holds its stamps. */
    public static final String STAMPS = "joust.stamps";

    private static final int MAX_REPLACED = 64;

    private final LanceTable table;
    private final Map<String, Optional<FileMetadata>> metadata = new HashMap<>();
    private final Map<String, Map<Integer, List<Stamp>>> stamps = new HashMap<>();

    /** Reads the stamps of one table. */
    public StampFiles(LanceTable table) {
        this.table = table;
    }

    /** Returns the stamps of a field in a data file; empty if nobody stamped it. */
    public List<Stamp> read(String file, int fieldId) {
        return read(file, fieldId, 0);
    }

    private List<Stamp> read(String file, int fieldId, int depth) {
        List<Stamp> own = own(file).get(fieldId);
        if (own != null) {
            return own;
        }
        Optional<Replacement> replacement = replacement(file);
        if (replacement.isEmpty() || depth == MAX_REPLACED) {
            return List.of();
        }
        List<Stamp> inherited = new ArrayList<>();
        for (String base : replacement.get().base()) {
            for (Stamp stamp : read(base, fieldId, depth + 1)) {
                RowSet kept = stamp.rows().minus(replacement.get().changed());
                if (!kept.isEmpty()) {
                    inherited.add(stamp.only(kept));
                }
            }
        }
        return inherited;
    }

    /**
     * Returns the digests that the rows of a field were computed from, by physical offset; empty if nobody wrote them
     * down.
     */
    long[] digests(String file, int fieldId) {
        return digests(file, fieldId, 0);
    }

    private long[] digests(String file, int fieldId, int depth) {
        long[] own = DigestFiles.read(table, file).get(fieldId);
        if (own != null) {
            return own;
        }
        Optional<Replacement> replacement = replacement(file);
        if (replacement.isEmpty() || depth == MAX_REPLACED) {
            return new long[0];
        }
        for (String base : replacement.get().base()) {
            long[] inherited = digests(base, fieldId, depth + 1);
            if (inherited.length > 0) {
                replacement.get().changed().offsets().forEach(row -> inherited[row] = KeyDigests.UNKNOWN);
                return inherited;
            }
        }
        return new long[0];
    }

    /** Returns the stamps of a data file by field, without those that it inherits. */
    Map<Integer, List<Stamp>> own(String file) {
        return stamps.computeIfAbsent(file, this::load);
    }

    private Map<Integer, List<Stamp>> load(String file) {
        Optional<byte[]> sidecar = Sidecars.read(table, TablePaths.STAMPS + file);
        if (sidecar.isPresent()) {
            return StampJson.read(file, new String(sidecar.get(), StandardCharsets.UTF_8));
        }
        String text = metadata(file).map(m -> m.metadata().get(STAMPS)).orElse(null);
        return text == null ? Map.of() : StampJson.read(file, text);
    }

    /** What a data file holds besides its rows; empty if it is gone. */
    Optional<FileMetadata> metadata(String file) {
        return metadata.computeIfAbsent(file, name -> FileMetadata.read(table, name));
    }

    /** What a data file says about the files that it replaced. */
    Optional<Replacement> replacement(String file) {
        return metadata(file).flatMap(m -> Replacement.read(m.metadata()));
    }

    /**
     * Returns the metadata of a column file with these stamps.
     *
     * @param base the names of the files that held the columns before
     * @param changed the rows whose values differ from there
     */
    public static Map<String, String> metadata(int fieldId, List<Stamp> stamps, List<String> base, RowSet changed) {
        return metadata(Map.of(fieldId, stamps), base, changed);
    }

    /** Returns the metadata of a column file that holds several features; see above. */
    public static Map<String, String> metadata(Map<Integer, List<Stamp>> stamps, List<String> base, RowSet changed) {
        Map<String, String> metadata = new HashMap<>(new Replacement(base, changed).write());
        metadata.put(STAMPS, StampJson.write(stamps));
        return metadata;
    }

    /** Writes the stamps of a file that somebody else wrote, before the commit that shows it. */
    public static void writeSidecar(LanceTable table, String file, Map<Integer, List<Stamp>> stamps) {
        Sidecars.write(table, TablePaths.STAMPS + file, StampJson.write(stamps).getBytes(StandardCharsets.UTF_8));
    }
}
