// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.relation;

import dev.joust.error.StorageException;
import dev.joust.internal.lance.LanceTable;
import dev.joust.internal.lance.Sidecars;
import dev.joust.internal.lance.disk.TablePaths;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;

/**
 * The digests that the rows of a data file were computed from, in {@code _joust/digests/<file name>}: for each field a
 * long per physical row, deflated.
 *
 * <p>Like stamps they are written and synced before the commit that shows the file, and go with it. A lake that is not
 * on a local disk has none, so that there a change makes every row stale.
 */
public final class DigestFiles {
    private static final int FORMAT = 1;
    private static final int BUFFER_BYTES = 1 << 16;

    private DigestFiles() {}

    /**
     * Writes the digests of a data file.
     *
     * @param digests by the id of the field that they are about
     */
    public static void write(LanceTable table, String file, Map<Integer, long[]> digests) {
        if (table.paths().isEmpty()) {
            return;
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out =
                new DataOutputStream(new BufferedOutputStream(new DeflaterOutputStream(bytes), BUFFER_BYTES))) {
            out.writeInt(FORMAT);
            out.writeInt(digests.size());
            for (Map.Entry<Integer, long[]> field : new TreeMap<>(digests).entrySet()) {
                out.writeInt(field.getKey());
                out.writeInt(field.getValue().length);
                for (long digest : field.getValue()) {
                    out.writeLong(digest);
                }
            }
        } catch (IOException e) {
            throw new AssertionError("Memory does not fail to be written", e);
        }
        Sidecars.write(table, TablePaths.DIGESTS + file, bytes.toByteArray());
    }

    /** Reads the digests of a data file, by field; empty if it has none. */
    public static Map<Integer, long[]> read(LanceTable table, String file) {
        Optional<byte[]> bytes = Sidecars.read(table, TablePaths.DIGESTS + file);
        Map<Integer, long[]> digests = new HashMap<>();
        if (bytes.isEmpty()) {
            return digests;
        }
        try (DataInputStream in = new DataInputStream(new BufferedInputStream(
                new InflaterInputStream(new ByteArrayInputStream(bytes.get())), BUFFER_BYTES))) {
            int format = in.readInt();
            if (format != FORMAT) {
                throw new StorageException("Cannot read the digests of data file '" + file + "': they are in format "
                        + format + ", this version reads format " + FORMAT + "; use a newer Joust");
            }
            for (int fields = in.readInt(); fields > 0; fields--) {
                int field = in.readInt();
                long[] rows = new long[in.readInt()];
                for (int row = 0; row < rows.length; row++) {
                    rows[row] = in.readLong();
                }
                digests.put(field, rows);
            }
            return digests;
        } catch (IOException e) {
            throw new StorageException(
                    "Cannot read the digests of data file '" + file + "': they are damaged (" + e.getMessage()
                            + "); compute the column again",
                    e);
        }
    }

    /** Removes the digests of a file that was not committed. */
    public static void discard(LanceTable table, String file) {
        Sidecars.delete(table, TablePaths.DIGESTS + file);
    }
}
