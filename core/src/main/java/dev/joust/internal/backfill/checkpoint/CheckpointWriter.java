// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.backfill.checkpoint;

import dev.joust.feature.RowSet;
import dev.joust.feature.Stamp;
import dev.joust.internal.backfill.rows.ComputedRows;
import dev.joust.internal.backfill.rows.RowError;
import dev.joust.internal.backfill.rows.SavedErrors;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.function.Supplier;
import org.apache.arrow.memory.BufferAllocator;

/**
 * Keeps the cells of one feature in one fragment while they are computed, so that a backfill that starts again need not
 * compute them again.
 *
 * <p>A checkpoint is written when it has its rows, and after {@value #MAX_SECONDS} seconds in any case. Where the
 * number of rows was not asked for, none is written within {@value #MIN_SECONDS} second of the one before: results that
 * come that fast are computed as fast as they would be read, and small fragments pay nothing.
 *
 * <p>Threads: belongs to one thread.
 */
public final class CheckpointWriter {
    /** How many rows make a checkpoint where nobody asked for a number. */
    static final int DEFAULT_ROWS = 10_000;

    private static final double MIN_SECONDS = 1;
    private static final double MAX_SECONDS = 5;
    private static final int MAX_BYTES = 16 << 20;

    private final CheckpointFolder folder;
    private final CheckpointBuffer buffer;
    private final int maxRows;
    private final double minSeconds;
    private final Supplier<Stamp> stamp;
    private final Place place;
    private final BitSet rows = new BitSet();
    private final BitSet nulls = new BitSet();
    private final BitSet failed = new BitSet();
    private final List<RowError> errors = new ArrayList<>();
    private final List<String> written = new ArrayList<>();
    private long lastNanos = System.nanoTime();

    /** Whose cells they are. */
    public record Place(String feature, int fragment, long version) {}

    /**
     * Starts with nothing.
     *
     * @param rows how many rows make a checkpoint; 0 for the default
     * @param stamp says by which function and from which inputs the cells are computed
     */
    public CheckpointWriter(
            CheckpointFolder folder, BufferAllocator allocator, Place place, int rows, Supplier<Stamp> stamp) {
        this.folder = folder;
        this.buffer = new CheckpointBuffer(allocator);
        this.place = place;
        this.maxRows = rows == 0 ? DEFAULT_ROWS : rows;
        this.minSeconds = rows == 0 ? MIN_SECONDS : 0;
        this.stamp = stamp;
    }

    /** Adds computed rows, and writes a checkpoint if one is due. */
    public void add(ComputedRows computed, Supplier<long[]> rowIds) {
        if (buffer.rows() == 0 && written.isEmpty() && seconds() < minSeconds) {
            return;
        }
        buffer.add(computed.values(), rowIds.get());
        computed.offsets().addTo(rows);
        nulls.or(computed.nulls().toBitSet());
        failed.or(computed.failed().toBitSet());
        errors.addAll(computed.errors());
        double seconds = seconds();
        if (seconds >= MAX_SECONDS || (seconds >= minSeconds && (buffer.rows() >= maxRows || isLarge()))) {
            write();
        } else if (isLarge()) {
            forget();
        }
    }

    private double seconds() {
        return (System.nanoTime() - lastNanos) / 1e9;
    }

    private boolean isLarge() {
        return buffer.bytes() >= MAX_BYTES;
    }

    /** Writes what is left after the last row, because the fragment is not committed yet. */
    public void finish() {
        boolean isWorthIt = minSeconds == 0 ? !written.isEmpty() : seconds() >= minSeconds;
        if (isWorthIt && buffer.rows() > 0) {
            write();
        }
    }

    private void write() {
        BitSet computed = (BitSet) rows.clone();
        computed.andNot(failed);
        Checkpoint checkpoint = new Checkpoint(
                place.feature(),
                place.fragment(),
                place.version(),
                stamp.get().withRows(RowSet.of(computed), RowSet.of(nulls), RowSet.of(failed)),
                errors.stream().map(SavedErrors::write).toList());
        written.add(folder.write(checkpoint, buffer.take()));
        forget();
    }

    private void forget() {
        buffer.drop();
        rows.clear();
        nulls.clear();
        failed.clear();
        errors.clear();
        lastNanos = System.nanoTime();
    }

    /** The checkpoints that were written. */
    public List<String> written() {
        return written;
    }
}
