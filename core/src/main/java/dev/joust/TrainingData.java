// SPDX-License-Identifier: Apache-2.0
package dev.joust;

import static java.util.Objects.requireNonNull;

import dev.joust.checkpoint.Checkpoint;
import dev.joust.checkpoint.CheckpointCheck;
import dev.joust.checkpoint.EpochRows;
import dev.joust.checkpoint.TrainingOrder;
import dev.joust.loader.LoaderBuilder;
import dev.joust.permutation.PermutationDefinition;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongConsumer;

/**
 * The data that a checkpoint was trained on, as it was, whatever became of its tables since.
 *
 * <p>Threads: safe for use by several threads. The lake closes what was opened.
 */
public final class TrainingData {
    private final Lake lake;
    private final Checkpoint checkpoint;

    TrainingData(Lake lake, Checkpoint checkpoint) {
        this.lake = requireNonNull(lake, "lake");
        this.checkpoint = requireNonNull(checkpoint, "checkpoint");
    }

    /** What the checkpoint says. */
    public Checkpoint checkpoint() {
        return checkpoint;
    }

    /**
     * Opens a table or view as the training read it, for reading only; see {@link Table#at(long)}.
     *
     * @throws dev.joust.error.NotFoundException if the checkpoint has none of this name
     */
    public Table open(String view) {
        return lake.openPin(checkpoint.pin()).open(view);
    }

    /**
     * The rows of an epoch in the order in which the training read them: 12 bytes of memory a row.
     *
     * @param epoch from 0
     */
    public EpochRows order(int epoch) {
        return lake.trained().rows(checkpoint.views(), checkpoint.order(), epoch);
    }

    /**
     * Begins a loader that delivers the same rows in the same order.
     *
     * @throws dev.joust.error.InvalidRequestException if they are of several views
     */
    public LoaderBuilder loader() {
        TrainingOrder order = checkpoint.order();
        if (order.permutation().isEmpty() && checkpoint.views().size() > 1) {
            throw LakeCheckpoints.cannotLoad(checkpoint);
        }
        PermutationDefinition source = order.permutation()
                .map(TrainingOrder.Part::definition)
                .orElseGet(() -> LakeCheckpoints.whole(checkpoint.views().get(0)));
        Optional<String> split = order.permutation().flatMap(TrainingOrder.Part::split);
        LoaderBuilder loader = new LoaderBuilder(
                new LakePermutations(lake).of(lake.openTable(source.table())).loaders(),
                lake.trained().ordered(source, split),
                Map.of());
        return order.shuffle().isPresent() ? loader.shuffle(order.shuffle().getAsLong()) : loader;
    }

    /**
     * Reads all rows of all versions, and compares them and their order with what was trained on; that something is
     * wrong is no exception.
     */
    public CheckpointCheck verify() {
        return verify(rows -> {});
    }

    /**
     * Verifies like {@link #verify()} and tells how far it is.
     *
     * @param progress hears, on the calling thread, how many rows of all versions were read; what it throws ends the
     *     work
     */
    public CheckpointCheck verify(LongConsumer progress) {
        return lake.trained().verify(checkpoint, requireNonNull(progress, "progress"));
    }
}
