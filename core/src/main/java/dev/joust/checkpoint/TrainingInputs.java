// SPDX-License-Identifier: Apache-2.0
package dev.joust.checkpoint;

import static java.util.Objects.requireNonNull;

import dev.joust.pin.PinnedTable;
import java.util.List;
import java.util.OptionalLong;

/**
 * What a training is about to read: the part of a checkpoint that is known before there is a model. Nothing keeps its
 * versions until the checkpoint is added.
 *
 * @param views tables and views with their versions, in the order in which they were named
 * @param order in which order their rows come
 * @param seed the seed of the training
 */
public record TrainingInputs(List<PinnedTable> views, TrainingOrder order, OptionalLong seed) {
    /** Copies the list. */
    public TrainingInputs {
        views = List.copyOf(views);
        requireNonNull(order, "order");
        requireNonNull(seed, "seed");
    }
}
