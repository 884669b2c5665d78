// SPDX-License-Identifier: Apache-2.0
package dev.joust.driving;

import dev.joust.feature.BatchUdf;
import dev.joust.feature.InputBatch;
import dev.joust.feature.OutputBatch;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@link PersonBoxes#largestAreaPercent} of each row: categories, boxes, width, height. */
final class LargestPersonUdf implements BatchUdf {
    @Override
    public void compute(InputBatch in, OutputBatch out) {
        for (int row = 0; row < in.rows(); row++) {
            try {
                out.set(row, area(in, row));
            } catch (IllegalArgumentException e) {
                out.fail(row, e);
            }
        }
    }

    @SuppressWarnings({"unchecked", "NullAway"}) // declared types; the feature does not accept NULL
    private static @Nullable Float area(InputBatch in, int row) {
        return PersonBoxes.largestAreaPercent(
                (List<@Nullable String>) in.value(0, row),
                (List<List<Float>>) in.value(1, row),
                (Integer) in.value(2, row),
                (Integer) in.value(3, row));
    }
}
