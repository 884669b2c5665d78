// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.query;

import dev.joust.error.InvalidRequestException;
import dev.joust.query.Ranking;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;

/** Refuses searches that compare every vector and at the same time say how an index is used. */
final class ExactOptions {
    private ExactOptions() {}

    static void requireOneWay(String what, Ranking.Options options) {
        List<String> ofIndex = Stream.of(
                        call("probes", options.probes()), call("refine", options.refine()), call("ef", options.ef()))
                .flatMap(Optional::stream)
                .toList();
        if (options.isExact() && !ofIndex.isEmpty()) {
            String calls = String.join(" and ", ofIndex);
            throw new InvalidRequestException("Cannot " + what
                    + ": exact() compares every vector without an index, and "
                    + calls + (ofIndex.size() == 1 ? " says" : " say") + " how to use one; leave out exact(), or "
                    + calls);
        }
    }

    private static Optional<String> call(String name, OptionalInt value) {
        return value.isPresent() ? Optional.of(name + "(" + value.getAsInt() + ")") : Optional.empty();
    }
}
