// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.lance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.joust.feature.Feature;
import dev.joust.feature.InputType;
import dev.joust.internal.backfill.FeatureLake;
import dev.joust.internal.lance.version.Versions;
import dev.joust.schema.TableSchema;
import dev.joust.schema.Types;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RecentFragmentsTest {
    private static final TableSchema SCHEMA = TableSchema.builder()
            .required("id", Types.INT64)
            .column("text", Types.STRING)
            .build();

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void aHandleThatSawOlderVersionsFindsTheSameFragmentsAsANewOne(long seed) {
        Random random = new Random(seed);
        try (FeatureLake lake = FeatureLake.create(folder, SCHEMA)) {
            append(lake, 0);
            lake.add(Feature.of("length", Types.INT32)
                    .version(1)
                    .from("text", InputType.STRING)
                    .map(String::length));
            for (int step = 1; step <= 60; step++) {
                change(lake, random, step);
                if (random.nextInt(3) > 0) {
                    assertSameAsFresh(lake, "seed " + seed + ", step " + step);
                }
            }
        }
    }

    @Test
    void theFragmentsOfAppendsAreFoundBehindIdsThatARestoreLeftUnused() {
        try (FeatureLake lake = FeatureLake.create(folder, SCHEMA)) {
            append(lake, 0);
            append(lake, 1);
            long whole = lake.version();
            lake.compact();
            Versions.restore(lake.table(), whole);
            assertSameAsFresh(lake, "restored");
            append(lake, 2);
            append(lake, 3);

            assertSameAsFresh(lake, "appended");
        }
    }

    private static void append(FeatureLake lake, long id) {
        lake.append(List.of(Map.of("id", id, "text", "row " + id)));
    }

    private static void change(FeatureLake lake, Random random, int step) {
        switch (random.nextInt(9)) {
            case 0 -> lake.delete("id % 7 = " + random.nextInt(7));
            case 1 -> lake.update("text", "'changed'", "id % 5 = " + random.nextInt(5));
            case 2 -> lake.compact();
            case 3 -> Versions.restore(lake.table(), 3 + random.nextInt((int) lake.version() - 2));
            case 4 ->
                lake.backfill("length")
                        .recompute()
                        .fragments(1 + random.nextInt(3))
                        .run();
            default -> append(lake, step);
        }
    }

    private void assertSameAsFresh(FeatureLake lake, String when) {
        try (Snapshot known = lake.table().latest();
                LanceTable other = LanceTable.open(
                        lake.store(), "t", folder.resolve("t.lance").toString());
                Snapshot fresh = other.latest()) {
            assertThat(known.metadata()).as(when).isEqualTo(fresh.metadata());
            assertThat(known.fragments()).as(when).isEqualTo(fresh.fragments());
        }
    }
}
