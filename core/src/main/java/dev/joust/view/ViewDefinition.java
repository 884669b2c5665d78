// SPDX-License-Identifier: Apache-2.0
package dev.joust.view;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a view holds: some columns of some rows of one table.
 *
 * @param source the table's name, in the same lake
 * @param projections the view's columns in order
 * @param filter SQL that is true for its rows; all rows if empty
 * @param limit at most so many rows: those with the lowest row ids among the ones that match
 * @param sample a random part of the rows that match
 */
public record ViewDefinition(
        String source,
        List<Projection> projections,
        Optional<String> filter,
        OptionalLong limit,
        Optional<Sample> sample) {
    /** Copies the list and checks the limit. */
    public ViewDefinition {
        requireNonNull(source, "source");
        projections = List.copyOf(projections);
        requireNonNull(filter, "filter");
        requireNonNull(sample, "sample");
        if (limit.isPresent() && limit.getAsLong() <= 0) {
            throw new IllegalArgumentException("limit must be positive but was " + limit.getAsLong());
        }
    }

    /** The names of the view's columns. */
    public List<String> columns() {
        return projections.stream().map(Projection::output).toList();
    }
}
