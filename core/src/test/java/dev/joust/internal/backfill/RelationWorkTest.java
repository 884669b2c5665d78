// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.backfill;

import static org.assertj.core.api.Assertions.assertThat;

import dev.joust.feature.Feature;
import dev.joust.internal.arrow.ArrowSchemas;
import dev.joust.internal.arrow.BatchLimits;
import dev.joust.internal.arrow.RowBatchReader;
import dev.joust.internal.lance.LanceTable;
import dev.joust.internal.lance.commit.Changes;
import dev.joust.internal.relation.RelationFeatures;
import dev.joust.run.Travel;
import dev.joust.schema.TableSchema;
import dev.joust.schema.Types;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Workers find sources and groups by place and version, whether they share the driver's memory or not. */
class RelationWorkTest {
    private static final TableSchema FRAMES = TableSchema.builder()
            .column("id", Types.INT64)
            .column("clip", Types.STRING)
            .build();
    private static final TableSchema CLIPS = TableSchema.builder()
            .column("name", Types.STRING)
            .column("city", Types.STRING)
            .build();

    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource(Travel.Runners.class)
    void computesFromARecipe(Travel.Runners runners) {
        try (FeatureLake lake = FeatureLake.create(folder, FRAMES)) {
            lake.on(runners.runner(2));
            lake.append(List.of(Map.of("id", 0L, "clip", "a"), Map.of("id", 1L, "clip", "b")));
            lake.append(List.of(Map.of("id", 2L, "clip", "b"), Map.of("id", 3L, "clip", "c")));
            createClips(lake);
            lake.registry()
                    .add(List.of(
                            RelationFeatures.typed(
                                    lake.table(),
                                    Feature.joined("city", "clips").on("clip", "name")),
                            RelationFeatures.typed(
                                    lake.table(),
                                    Feature.aggregate("frames", "count(*)").by("clip"))));

            lake.backfill("city", "frames").run();

            assertThat(lake.values("city")).containsExactly("Oslo", "Rome", "Rome", null);
            assertThat(lake.values("frames")).containsExactly(1L, 2L, 2L, 1L);
            lake.compact();
            assertThat(lake.cells("city").fresh()).isEqualTo(4);
            assertThat(lake.cells("frames").fresh()).isEqualTo(4);
        }
    }

    private void createClips(FeatureLake lake) {
        try (LanceTable clips = LanceTable.create(
                lake.store(), "clips", folder.resolve("clips.lance").toString(), ArrowSchemas.schema(CLIPS))) {
            List<Map<String, String>> rows =
                    List.of(Map.of("name", "a", "city", "Oslo"), Map.of("name", "b", "city", "Rome"));
            Changes.append(
                    clips,
                    RowBatchReader.ofMaps(
                            rows.iterator(),
                            CLIPS,
                            BatchLimits.DEFAULT,
                            lake.store().allocator()),
                    Map.of());
        }
    }
}
