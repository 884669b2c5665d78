// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.fingerprint;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.dictionary.DictionaryProvider;

/**
 * Hashes of the cells of some vectors, row by row: SHA-256 over their bytes in a fingerprint. Threads: belongs to one.
 */
public final class CellHashes {
    private final List<CellEncoder> cells;
    private final RowDigest digest = new RowDigest();

    private CellHashes(List<CellEncoder> cells) {
        this.cells = List.copyOf(cells);
    }

    /**
     * Looks at vectors as they are loaded now.
     *
     * @throws dev.joust.error.InvalidRequestException if one has a type that Joust does not interpret
     */
    public static CellHashes of(List<FieldVector> vectors, DictionaryProvider dictionaries) {
        return new CellHashes(vectors.stream()
                .map(vector -> CellEncoders.of(vector, dictionaries))
                .toList());
    }

    /** The first eight bytes of a row's hash, as a little-endian number. */
    public long first(int row) {
        cells.forEach(cell -> cell.cell(row, digest));
        return ByteBuffer.wrap(digest.finish()).order(ByteOrder.LITTLE_ENDIAN).getLong();
    }
}
