// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.backfill;

import static org.assertj.core.api.Assertions.assertThat;

import dev.joust.feature.Feature;
import dev.joust.schema.TableSchema;
import dev.joust.schema.Types;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LargeSqlValuesTest {
    private static final int ROWS = 700;
    private static final int TIMES = 350_000;

    @TempDir
    Path folder;

    /** All at once the texts would be larger than the two gigabytes at which the SQL engine ends the process. */
    @Test
    void textsOnTheWayToAValueAreNotMadeForAllRowsAtOnce() {
        try (FeatureLake lake = FeatureLake.create(
                folder, TableSchema.builder().column("text", Types.STRING).build())) {
            lake.append(IntStream.range(0, ROWS)
                            .mapToObj(i -> Map.of("text", "1234567890"))
                            .toList())
                    .add(Feature.sql("size", Types.INT32, "length(repeat(text, " + TIMES + "))", List.of("text")));

            lake.backfill("size").concurrency(1).batchRows(ROWS).run();

            assertThat(lake.values("size")).hasSize(ROWS).containsOnly(10 * TIMES);
        }
    }
}
