// SPDX-License-Identifier: Apache-2.0
package dev.joust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.joust.error.InvalidRequestException;
import dev.joust.feature.AggregateFeature;
import dev.joust.feature.Feature;
import dev.joust.feature.FeatureStatus;
import dev.joust.schema.Key;
import dev.joust.schema.Types;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AggregateFeatureTest {
    private static final AggregateFeature CLIPS = Feature.aggregate("frames_in_clip", Types.INT64, "count(*)")
            .and("people_in_clip", "sum(cardinality(people))")
            .by("clip");

    record Frame(@Key long id, @Nullable String clip, List<String> people, int weight) {}

    @TempDir
    Path folder;

    private Lake lake;
    private Table frames;

    @BeforeEach
    void openALakeOfFrames() {
        lake = Joust.open(folder.resolve("lake"));
        frames = lake.createTable("frames", Frame.class);
        frames.append(
                List.of(frame(0, "a", 2), frame(1, "a", 0), frame(2, "b", 1), frame(3, null, 5), frame(4, "c", 0)));
        frames.append(List.of(frame(5, "b", 3), frame(6, "a", 1)));
    }

    @AfterEach
    void closeTheLake() {
        lake.close();
    }

    @Test
    void computesOneValueForAllRowsOfAGroup() {
        frames.addFeatures(frames.aggregateFeature(CLIPS));

        assertThat(backfill("frames_in_clip")).isEqualTo(7);
        assertThat(column("frames_in_clip")).containsExactly(3L, 3L, 2L, null, 1L, 2L, 3L);
        assertThat(column("people_in_clip")).map(String::valueOf).containsExactly("3", "3", "4", "null", "0", "4", "3");
        FeatureStatus status = frames.feature("frames_in_clip");
        assertThat(status.inputs()).containsExactly("clip", "people");
        assertThat(status.cells().fresh()).isEqualTo(7);
        assertThat(status.cells().nulls()).isEqualTo(1);
    }

    @Test
    void anAddedRowMakesItsGroupStaleAndNoOther() {
        frames.addFeatures(frames.aggregateFeature(CLIPS));
        backfill("frames_in_clip");

        frames.append(List.of(frame(7, "b", 1)));

        FeatureStatus status = frames.feature("frames_in_clip");
        assertThat(status.cells().stale()).isEqualTo(2);
        assertThat(status.cells().missing()).isEqualTo(1);
        assertThat(status.fragments().get(0).why())
                .containsExactly("1 row stale: their groups changed between version 4 and 6");
        assertThat(backfill("frames_in_clip")).isEqualTo(3);
        assertThat(column("frames_in_clip")).containsExactly(3L, 3L, 3L, null, 1L, 3L, 3L, 3L);
    }

    @Test
    void aDeletedRowMakesItsGroupStaleAndNoOther() {
        frames.addFeatures(frames.aggregateFeature(CLIPS));
        backfill("frames_in_clip");

        frames.delete("id = 6");

        assertThat(frames.feature("frames_in_clip").cells().stale()).isEqualTo(2);
        assertThat(backfill("frames_in_clip")).isEqualTo(2);
        assertThat(column("frames_in_clip")).containsExactly(2L, 2L, 2L, null, 1L, 2L);
    }

    @Test
    void aRowThatChangesItsGroupMakesBothStale() {
        frames.addFeatures(frames.aggregateFeature(CLIPS));
        backfill("frames_in_clip");

        frames.update(Map.of("clip", "'c'"), "id = 5");
        frames.update(Map.of("weight", "7"), "true");

        assertThat(backfill("frames_in_clip")).isEqualTo(3);
        assertThat(column("frames_in_clip")).containsExactly(3L, 3L, 1L, null, 2L, 2L, 3L);
        assertThat(backfill("frames_in_clip")).isZero();
    }

    @Test
    void aCompactionMakesNothingStale() {
        frames.addFeatures(frames.aggregateFeature(CLIPS));
        backfill("frames_in_clip");
        frames.delete("id = 4");

        frames.optimize(Duration.ZERO);

        assertThat(frames.feature("frames_in_clip").cells().fresh()).isEqualTo(6);
        assertThat(backfill("frames_in_clip")).isZero();
        frames.delete("id = 0");
        assertThat(backfill("frames_in_clip")).isEqualTo(2);
    }

    @Test
    void readsAnotherFeature() {
        frames.addFeatures(frames.sqlFeature("crowd", "cardinality(people)"));
        frames.addFeatures(
                frames.aggregateFeature(Feature.aggregate("most", "max(crowd)").by("clip")));

        frames.backfill("crowd", "most").run();

        assertThat(column("most")).map(String::valueOf).containsExactly("2", "2", "3", "null", "0", "3", "2");
        assertThatThrownBy(() -> frames.dropFeature("crowd"))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessage("Cannot drop feature 'crowd': feature 'most' reads it; drop that one first");
        assertThatThrownBy(() -> frames.dropColumns("clip")).isInstanceOf(InvalidRequestException.class);
        assertThatThrownBy(() -> frames.alterFeature(
                        "most",
                        frames.aggregateFeature(
                                Feature.aggregate("most", "max(most)").by("clip"))))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageStartingWith("Cannot use feature 'most': it would read itself, by way of 'most'");
    }

    @Test
    void refusesExpressionsThatGiveNoValueForAGroup() {
        assertThatThrownBy(() -> frames.aggregateFeature(
                        Feature.aggregate("x", "weight + 1").by("clip")))
                .isInstanceOf(InvalidRequestException.class);
        assertThatThrownBy(() -> frames.aggregateFeature(
                        Feature.aggregate("x", "count(*) over ()").by("clip")))
                .isInstanceOf(InvalidRequestException.class);
        assertThatThrownBy(() -> frames.aggregateFeature(
                        Feature.aggregate("x", Types.INT32, "count(*)").by("clip")))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessage(
                        "Cannot add feature 'x' to table 'frames': 'count(*)' gives int64, but column 'x' is meant to"
                                + " be int32; cast it, or declare the type that it gives");
        assertThatThrownBy(() -> frames.aggregateFeature(
                        Feature.aggregate("x", "sum(random())").by("clip")))
                .isInstanceOf(InvalidRequestException.class);
    }

    private static Frame frame(long id, @Nullable String clip, int people) {
        return new Frame(id, clip, java.util.Collections.nCopies(people, "p"), 1);
    }

    private long backfill(String feature) {
        return frames.backfill(feature).run().rowsTotal();
    }

    private List<@Nullable Object> column(String name) {
        List<@Nullable Object> values = new ArrayList<>();
        frames.query().orderBy("id").select(name).rows().forEach(row -> values.add(row.value(name)));
        return values;
    }
}
