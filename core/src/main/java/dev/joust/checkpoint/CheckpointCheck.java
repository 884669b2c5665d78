// SPDX-License-Identifier: Apache-2.0
package dev.joust.checkpoint;

import static java.util.Objects.requireNonNull;

import dev.joust.pin.TableCheck;
import java.util.List;
import java.util.Optional;

/**
 * What became of the data of a checkpoint.
 *
 * @param checkpoint the checkpoint
 * @param views one for each of its views, in their order
 * @param orderProblem why its rows do not come in their order any more, in words; empty if they do
 */
public record CheckpointCheck(Checkpoint checkpoint, List<TableCheck> views, Optional<String> orderProblem) {
    /** Copies the list. */
    public CheckpointCheck {
        requireNonNull(checkpoint, "checkpoint");
        views = List.copyOf(views);
        requireNonNull(orderProblem, "orderProblem");
    }

    /** Whether every version is there, holds what the training read, and gives the same order. */
    public boolean isOk() {
        return orderProblem.isEmpty() && views.stream().allMatch(TableCheck::isOk);
    }
}
