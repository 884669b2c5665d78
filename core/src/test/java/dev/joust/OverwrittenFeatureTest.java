// SPDX-License-Identifier: Apache-2.0
package dev.joust;

import static org.assertj.core.api.Assertions.assertThat;

import dev.joust.feature.CellCounts;
import dev.joust.feature.Feature;
import dev.joust.feature.InputType;
import dev.joust.schema.Types;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OverwrittenFeatureTest {
    record Frame(long id, String caption) {}

    private static final CellCounts ALL_FRESH = new CellCounts(4, 4, 0, 0, 0, 0, 0);

    @TempDir
    Path folder;

    private Lake lake;
    private Table frames;

    @BeforeEach
    void aFeatureOfTwoColumns() {
        lake = Joust.open(folder);
        frames = lake.createTable("frames", Frame.class);
        frames.append(List.of(new Frame(0, "a"), new Frame(1, "bb"), new Frame(2, "ccc"), new Frame(3, "dddd")));
        frames.addFeatures(Feature.of("first", Types.STRING)
                .and("size", Types.INT64)
                .version(1)
                .from("caption", InputType.STRING)
                .map(text -> List.of(text.substring(0, 1), (long) text.length())));
        frames.backfill("first").run();
    }

    @AfterEach
    void close() {
        lake.close();
    }

    @Test
    void anOverwrittenSecondColumnIsForeignAsTheFirstWouldBe() {
        frames.update(Map.of("size", "1"), "true");
        CellCounts second = cells();
        assertThat(frames.backfill("first").recompute().run().rowsComputed()).isEqualTo(4);
        assertThat(cells()).isEqualTo(ALL_FRESH);
        frames.update(Map.of("first", "'x'"), "true");

        assertThat(second).isEqualTo(new CellCounts(4, 0, 0, 0, 0, 0, 4)).isEqualTo(cells());
    }

    @Test
    void recomputingRepairsTheRowsThatWereOverwritten() {
        frames.update(Map.of("size", "99"), "id >= 2");
        frames.update(Map.of("first", "'x'"), "id = 1");
        assertThat(cells()).isEqualTo(new CellCounts(4, 1, 0, 0, 0, 0, 3));
        assertThat(frames.backfill("first").run().rowsTotal()).isZero();

        assertThat(frames.backfill("first").recompute().where("id = 3").run().rowsComputed())
                .isEqualTo(1);
        assertThat(cells()).isEqualTo(new CellCounts(4, 2, 0, 0, 0, 0, 2));
        assertThat(frames.count("size = 99")).isEqualTo(1);
        frames.backfill("first").recompute().run();

        assertThat(cells()).isEqualTo(ALL_FRESH);
        assertThat(frames.count("size = length(caption) AND first <> 'x'")).isEqualTo(4);
    }

    @Test
    void whatWasOverwrittenStaysForeignThroughACompaction() {
        frames.update(Map.of("size", "99"), "id >= 2");
        frames.delete("id = 0");

        frames.optimize(Duration.ofDays(1));

        assertThat(frames.query().select("id").rows()).hasSize(3);
        assertThat(cells()).isEqualTo(new CellCounts(3, 1, 0, 0, 0, 0, 2));
    }

    private CellCounts cells() {
        return frames.feature("first").cells();
    }
}
