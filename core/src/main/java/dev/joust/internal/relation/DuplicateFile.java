// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.relation;

import dev.joust.error.StorageException;
import dev.joust.internal.lance.LanceTable;
import dev.joust.internal.lance.Sidecars;
import dev.joust.internal.lance.disk.TablePaths;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.zip.CRC32C;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The groups of duplicates that were found last, in {@code _joust/duplicates/<feature>}, about 40 bytes a row.
 *
 * <p>It saves work and nothing depends on it: it names the files that it was found from, so that an old one is as good
 * as it can be, and one that is damaged, of another format or missing is made anew.
 */
final class DuplicateFile {
    private static final Logger LOG = LoggerFactory.getLogger(DuplicateFile.class);
    private static final int FORMAT = 1;
    private static final long ROW_BYTES = 3L * Long.BYTES + Integer.BYTES;
    private static final int CHECKSUM_BYTES = Long.BYTES;

    private DuplicateFile() {}

    private static String path(Relation relation) {
        String name = relation.keys().get(0) + " " + relation.content().get(0) + " "
                + relation.bits().orElseThrow();
        return TablePaths.DUPLICATES + Relation.sha256(name).substring(0, 32);
    }

    /** Writes it, where that is possible. */
    static void write(LanceTable table, Relation relation, DuplicateRows.State state) {
        HashedRows rows = state.rows();
        byte[] known = rows.known().toByteArray();
        long bytes = 4L * Integer.BYTES + known.length + ROW_BYTES * rows.size() + CHECKSUM_BYTES;
        for (DuplicateRows.Part part : state.parts().values()) {
            bytes += 3L * Integer.BYTES
                    + part.files().getBytes(StandardCharsets.UTF_8).length
                    + (long) Long.BYTES * part.ids().length;
        }
        if (table.paths().isEmpty() || bytes > Integer.MAX_VALUE - 8L) {
            return;
        }
        ByteBuffer out = ByteBuffer.allocate((int) bytes).order(ByteOrder.LITTLE_ENDIAN);
        out.putInt(FORMAT).putInt(rows.size()).putInt(known.length).put(known);
        putLongs(out, rows.ids());
        putLongs(out, rows.hashes());
        putLongs(out, rows.names());
        out.asIntBuffer().put(state.kept());
        out.position(out.position() + Integer.BYTES * rows.size());
        out.putInt(state.parts().size());
        state.parts().forEach((fragment, part) -> {
            byte[] files = part.files().getBytes(StandardCharsets.UTF_8);
            out.putInt(fragment).putInt(files.length).put(files).putInt(part.ids().length);
            putLongs(out, part.ids());
        });
        out.putLong(checksum(out.array(), out.position()));
        try {
            Sidecars.keep(table, path(relation), out.array());
        } catch (StorageException e) {
            LOG.debug("Could not keep what is known of duplicates: {}", e.getMessage());
        }
    }

    /** Reads what was found last; empty if there is nothing that can be used. */
    static Optional<DuplicateRows.State> read(LanceTable table, Relation relation) {
        byte[] bytes = Sidecars.read(table, path(relation)).orElse(new byte[0]);
        if (bytes.length < CHECKSUM_BYTES + Integer.BYTES) {
            return Optional.empty();
        }
        ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        int end = bytes.length - CHECKSUM_BYTES;
        if (in.getLong(end) != checksum(bytes, end) || in.getInt() != FORMAT) {
            LOG.debug("What is known of duplicates of table '{}' is damaged or of another format", table.name());
            return Optional.empty();
        }
        try {
            return Optional.of(state(in));
        } catch (BufferUnderflowException e) {
            throw new AssertionError("The checksum holds, but the file ends early", e);
        }
    }

    private static DuplicateRows.State state(ByteBuffer in) {
        int size = in.getInt();
        byte[] known = new byte[in.getInt()];
        in.get(known);
        HashedRows rows = new HashedRows(longs(in, size), longs(in, size), BitSet.valueOf(known), longs(in, size));
        int[] kept = new int[size];
        in.asIntBuffer().get(kept);
        in.position(in.position() + Integer.BYTES * size);
        Map<Integer, DuplicateRows.Part> parts = new LinkedHashMap<>();
        for (int left = in.getInt(); left > 0; left--) {
            int fragment = in.getInt();
            byte[] files = new byte[in.getInt()];
            in.get(files);
            parts.put(
                    fragment,
                    new DuplicateRows.Part(new String(files, StandardCharsets.UTF_8), longs(in, in.getInt())));
        }
        return new DuplicateRows.State(parts, rows, kept);
    }

    private static void putLongs(ByteBuffer out, long[] values) {
        out.asLongBuffer().put(values);
        out.position(out.position() + Long.BYTES * values.length);
    }

    private static long[] longs(ByteBuffer in, int count) {
        long[] values = new long[count];
        in.asLongBuffer().get(values);
        in.position(in.position() + Long.BYTES * count);
        return values;
    }

    private static long checksum(byte[] bytes, int length) {
        CRC32C checksum = new CRC32C();
        checksum.update(bytes, 0, length);
        return checksum.getValue();
    }
}
