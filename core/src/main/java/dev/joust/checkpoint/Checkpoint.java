// SPDX-License-Identifier: Apache-2.0
package dev.joust.checkpoint;

import static java.util.Objects.requireNonNull;

import dev.joust.pin.PinnedTable;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * A model at one step of its training, and exactly which rows it was trained on, in which order. The versions that it
 * names are kept by a pin until the checkpoint is dropped.
 *
 * @param id what it is called
 * @param created when it was added
 * @param modelSha256 SHA-256 of the file of weights, 64 hex digits in lower case
 * @param views the tables and views that the training read, in the order in which they were named, and the table of the
 *     permutation
 * @param order in which order their rows came
 * @param seed the seed of the training
 * @param step how many steps of training the model has had
 * @param metrics what was measured, by name, in alphabetical order
 * @param code the revision of the program that trained
 * @param libraries versions of the libraries that trained, by name, in alphabetical order
 */
public record Checkpoint(
        String id,
        Instant created,
        String modelSha256,
        List<PinnedTable> views,
        TrainingOrder order,
        OptionalLong seed,
        OptionalLong step,
        Map<String, Double> metrics,
        Optional<String> code,
        Map<String, String> libraries) {
    /** Unless told otherwise, a checkpoint is called by this many digits of its model's hash: {@value}. */
    public static final int DEFAULT_ID_DIGITS = 12;

    private static final String PIN_PREFIX = "checkpoint-";

    /** Copies lists and maps. */
    public Checkpoint {
        requireNonNull(id, "id");
        requireNonNull(created, "created");
        requireNonNull(modelSha256, "modelSha256");
        views = List.copyOf(views);
        requireNonNull(order, "order");
        requireNonNull(seed, "seed");
        requireNonNull(step, "step");
        metrics = Collections.unmodifiableMap(new TreeMap<>(metrics));
        requireNonNull(code, "code");
        libraries = Collections.unmodifiableMap(new TreeMap<>(libraries));
    }

    /** The name of the pin that keeps its versions. */
    public String pin() {
        return pinOf(id);
    }

    /** The name of the pin of a checkpoint. */
    public static String pinOf(String id) {
        return PIN_PREFIX + id;
    }

    /** The checkpoint that a pin of this name belongs to, whether it is there or not; empty for other pins. */
    public static Optional<String> idOfPin(String pin) {
        return pin.startsWith(PIN_PREFIX) ? Optional.of(pin.substring(PIN_PREFIX.length())) : Optional.empty();
    }
}
