// SPDX-License-Identifier: Apache-2.0
package dev.joust;

import dev.joust.error.StorageException;
import dev.joust.query.Query;
import dev.joust.view.Projection;
import dev.joust.view.RebuildEstimate;
import dev.joust.view.ViewDefinition;
import java.io.IOException;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.ipc.ArrowReader;

/** Estimates what a rebuild of a view copies from the first rows that match. */
final class RebuildSample {
    private static final int ROWS = 64;

    private RebuildSample() {}

    static RebuildEstimate estimate(Table source, ViewDefinition definition) {
        Query matching = source.query();
        if (definition.filter().isPresent()) {
            matching = matching.where(definition.filter().get());
        }
        long rows = matching.count();
        if (definition.sample().isPresent()) {
            rows = Math.round(rows * definition.sample().get().share());
        }
        rows = Math.min(rows, definition.limit().orElse(Long.MAX_VALUE));
        for (Projection projection : definition.projections()) {
            matching = projection.isCopy()
                    ? matching.select(projection.output())
                    : matching.selectAs(projection.output(), projection.expression());
        }
        return new RebuildEstimate(rows, Math.round(rows * meanBytes(source, matching.limit(ROWS))));
    }

    private static double meanBytes(Table source, Query sample) {
        long rows = 0;
        long bytes = 0;
        try (ArrowReader reader = sample.arrow()) {
            while (reader.loadNextBatch()) {
                rows += reader.getVectorSchemaRoot().getRowCount();
                for (FieldVector vector : reader.getVectorSchemaRoot().getFieldVectors()) {
                    bytes += vector.getBufferSize();
                }
            }
        } catch (IOException e) {
            throw new StorageException(
                    "Cannot read table '" + source.name() + "': " + e.getMessage() + "; check its files", e);
        }
        return rows == 0 ? 0 : (double) bytes / rows;
    }
}
