// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.loader;

import dev.joust.loader.BrokenImages;
import dev.joust.loader.BrokenRow;
import dev.joust.loader.LoaderSpec.Decoded;
import dev.joust.loader.PixelDecoder.StoredSize;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The images of one batch while they are decoded.
 *
 * <p>Threads: several may decode, each other rows; the last one of them finishes.
 */
final class BatchImages {
    private final ImageRows how;
    private final Decoded decoded;
    private final long[] rowIds;
    private final byte[] pixels;
    private final float[] tensor;
    private final boolean[] flipped;
    private final @Nullable StoredSize[] sizes;
    private final @Nullable String[] reasons;

    BatchImages(BatchSteps.Images images, long[] rowIds) {
        this.how = images.rows();
        this.decoded = images.decoded();
        this.rowIds = rowIds;
        this.pixels = how.isNormalized() ? new byte[0] : how.batches().takeBytes();
        this.tensor = how.isNormalized() ? how.batches().takeFloats() : new float[0];
        this.sizes = new StoredSize[rowIds.length];
        this.reasons = new String[rowIds.length];
        this.flipped = new boolean[rowIds.length];
        decoded.flip().ifPresent(flip -> {
            for (int row = 0; row < flipped.length; row++) {
                flipped[row] = flip.applies(rowIds[row], images.epoch());
            }
        });
    }

    /** Decodes the image of a row, or remembers why it cannot be decoded. */
    void decode(int row, byte[] encoded) {
        try {
            sizes[row] = how.isNormalized()
                    ? how.normalize(encoded, tensor, row, flipped[row])
                    : how.decode(encoded, pixels, row, flipped[row]);
        } catch (RuntimeException e) {
            reasons[row] = e.getMessage() == null ? e.toString() : e.getMessage();
        }
    }

    /** Remembers that a row has no image. */
    void decodeNull(int row) {
        reasons[row] = "it is NULL";
    }

    /** The rows that are broken, in their order. */
    List<BrokenRow> broken() {
        List<BrokenRow> broken = new ArrayList<>();
        for (int row = 0; row < reasons.length; row++) {
            String reason = reasons[row];
            if (reason != null) {
                broken.add(new BrokenRow(rowIds[row], reason));
            }
        }
        return broken;
    }

    /**
     * Which rows are delivered, as the policy has it, and moves their images to their new places.
     *
     * @param broken not empty
     */
    int[] deliver(String table, long step, List<BrokenRow> broken) {
        if (decoded.broken() == BrokenImages.FAIL) {
            throw BatchErrors.broken(table, decoded.column(), broken.get(0));
        }
        int[] whole = IntStream.range(0, reasons.length)
                .filter(row -> reasons[row] == null)
                .toArray();
        int[] delivered = whole;
        if (decoded.broken() == BrokenImages.REPLACE) {
            if (whole.length == 0) {
                throw BatchErrors.allBroken(table, decoded.column(), step, broken.get(0));
            }
            delivered = replaced(whole);
        }
        move(delivered);
        return delivered;
    }

    private int[] replaced(int[] whole) {
        int[] delivered = new int[reasons.length];
        int last = whole[0];
        for (int row = 0; row < delivered.length; row++) {
            last = reasons[row] == null ? row : last;
            delivered[row] = last;
        }
        return delivered;
    }

    // A place is written before it is read again only if nobody reads it: rows that are left out move others to the
    // front, and only the places of broken rows get a copy of another.
    private void move(int[] rows) {
        int values = how.imageValues();
        Object images = how.isNormalized() ? tensor : pixels;
        for (int row = 0; row < rows.length; row++) {
            int from = rows[row];
            if (from != row) {
                System.arraycopy(images, from * values, images, row * values, values);
                sizes[row] = sizes[from];
                flipped[row] = flipped[from];
            }
        }
    }

    /** The size that the image of a delivered row had. */
    StoredSize size(int row) {
        StoredSize size = sizes[row];
        if (size == null) {
            throw new IllegalStateException("row " + row + " was not decoded");
        }
        return size;
    }

    boolean isFlipped(int row) {
        return flipped[row];
    }

    int width() {
        return how.decoder().width();
    }

    int height() {
        return how.decoder().height();
    }

    /** The images of so many rows, as they are delivered. */
    LoadedBatch.Images delivered(int rows) {
        long width = width();
        long height = height();
        long channels = how.decoder().channels();
        long[] shape = how.isNormalized()
                ? new long[] {rows, channels, height, width}
                : new long[] {rows, height, width, channels};
        return new LoadedBatch.Images(pixels, tensor, shape, Arrays.copyOf(flipped, rows));
    }

    /** Lets the arrays be used again. */
    void giveBack() {
        how.batches().giveBack(pixels, tensor);
    }
}
