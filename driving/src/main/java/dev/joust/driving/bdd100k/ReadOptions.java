// SPDX-License-Identifier: Apache-2.0
package dev.joust.driving.bdd100k;

import static java.util.Objects.requireNonNull;

import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * How images are read: what happens with problems, which images are there already, who hears of progress.
 *
 * @param onError what happens with a problem that costs a row
 * @param known finds the hash of an image that the table holds already, by its image id; asked once per image
 * @param problems hears of every problem, also of the one that ends the reading
 * @param progress hears of every image
 */
public record ReadOptions(
        OnError onError, Function<String, Optional<ContentHash>> known, Consumer<Problem> problems, Progress progress) {

    /** Refuses nulls. */
    public ReadOptions {
        requireNonNull(onError, "onError");
        requireNonNull(known, "known");
        requireNonNull(problems, "problems");
        requireNonNull(progress, "progress");
    }

    /** Skips what is broken, knows no image, and tells nobody. */
    public static ReadOptions defaults() {
        return new ReadOptions(OnError.SKIP, imageId -> Optional.empty(), problem -> {}, (done, total) -> {});
    }

    /** The same with another policy. */
    public ReadOptions withOnError(OnError policy) {
        return new ReadOptions(policy, known, problems, progress);
    }

    /** The same with another way to find images that are there already. */
    public ReadOptions withKnown(Function<String, Optional<ContentHash>> lookup) {
        return new ReadOptions(onError, lookup, problems, progress);
    }

    /** The same with another listener for problems, such as a {@link ProblemLog}. */
    public ReadOptions withProblems(Consumer<Problem> listener) {
        return new ReadOptions(onError, known, listener, progress);
    }

    /** The same with another listener for progress. */
    public ReadOptions withProgress(Progress listener) {
        return new ReadOptions(onError, known, problems, listener);
    }
}
