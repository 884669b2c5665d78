// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.change;

import java.io.ByteArrayOutputStream;
import java.util.Base64;
import java.util.BitSet;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/**
 * Some physical rows of a fragment as text, for the metadata of a data file: ranges such as {@code 0-99,105} with both
 * ends included, or, where those would be long, {@code z:} and the deflated bits in Base64, the bit of row 0 first.
 */
public final class RowRuns {
    /** The metadata key of a column file: the names of the files that it replaced, separated by commas. */
    public static final String BASE_KEY = "joust.base";

    /**
     * The metadata key of a column file: the rows whose values differ from the replaced files, as this class writes.
     */
    public static final String CHANGED_KEY = "joust.changed";

    private static final int MAX_RANGES = 256;
    private static final String BITS = "z:";

    private RowRuns() {}

    /** Writes a set of rows; the empty set is the empty text. */
    public static String write(BitSet rows) {
        StringBuilder text = new StringBuilder();
        int ranges = 0;
        for (int from = rows.nextSetBit(0); from >= 0; ) {
            int to = rows.nextClearBit(from);
            if (++ranges > MAX_RANGES) {
                return BITS + Base64.getEncoder().encodeToString(deflate(rows.toByteArray()));
            }
            text.append(text.isEmpty() ? "" : ",").append(from);
            if (to - 1 > from) {
                text.append('-').append(to - 1);
            }
            from = rows.nextSetBit(to);
        }
        return text.toString();
    }

    /**
     * Reads what {@link #write} wrote.
     *
     * @throws IllegalArgumentException if the text is something else
     */
    public static BitSet read(String text) {
        if (text.startsWith(BITS)) {
            return BitSet.valueOf(inflate(Base64.getDecoder().decode(text.substring(BITS.length()))));
        }
        BitSet rows = new BitSet();
        if (text.isEmpty()) {
            return rows;
        }
        for (String range : text.split(",", -1)) {
            int dash = range.indexOf('-');
            int from = Integer.parseInt(dash < 0 ? range : range.substring(0, dash));
            int to = dash < 0 ? from : Integer.parseInt(range.substring(dash + 1));
            if (from < 0 || to < from || to == Integer.MAX_VALUE) {
                throw new IllegalArgumentException("Not a range of rows: " + range);
            }
            rows.set(from, to + 1);
        }
        return rows;
    }

    private static byte[] deflate(byte[] bits) {
        Deflater deflater = new Deflater();
        try {
            deflater.setInput(bits);
            deflater.finish();
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            byte[] buffer = new byte[8192];
            while (!deflater.finished()) {
                out.write(buffer, 0, deflater.deflate(buffer));
            }
            return out.toByteArray();
        } finally {
            deflater.end();
        }
    }

    private static byte[] inflate(byte[] deflated) {
        Inflater inflater = new Inflater();
        try {
            inflater.setInput(deflated);
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            byte[] buffer = new byte[8192];
            while (!inflater.finished()) {
                int read = inflater.inflate(buffer);
                if (read == 0 && !inflater.finished()) {
                    throw new IllegalArgumentException("The bits of the rows are cut off");
                }
                out.write(buffer, 0, read);
            }
            return out.toByteArray();
        } catch (DataFormatException e) {
            throw new IllegalArgumentException("The bits of the rows are damaged", e);
        } finally {
            inflater.end();
        }
    }
}
