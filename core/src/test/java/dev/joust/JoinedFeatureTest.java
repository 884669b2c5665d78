// SPDX-License-Identifier: Apache-2.0
package dev.joust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.joust.backfill.BackfillResult;
import dev.joust.backfill.Preview;
import dev.joust.error.InvalidRequestException;
import dev.joust.error.NotFoundException;
import dev.joust.error.UdfException;
import dev.joust.feature.ErrorPolicy;
import dev.joust.feature.Feature;
import dev.joust.feature.FeatureStatus;
import dev.joust.feature.JoinedFeature;
import dev.joust.feature.MissingKey;
import dev.joust.schema.Key;
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

class JoinedFeatureTest {
    private static final JoinedFeature WEATHER = Feature.joined("weather_temp", "stations")
            .on("station_id", "id")
            .take("temp")
            .and("city");

    record Frame(@Key long id, @Nullable Integer stationId, String note) {}

    record Station(@Key long id, @Nullable Double temp, String city) {}

    @TempDir
    Path folder;

    private Lake lake;
    private Table frames;
    private Table stations;

    @BeforeEach
    void openALakeOfFramesAndStations() {
        lake = Joust.open(folder.resolve("lake"));
        frames = lake.createTable("frames", Frame.class);
        stations = lake.createTable("stations", Station.class);
        stations.append(
                List.of(new Station(1, 10.5, "Oslo"), new Station(2, null, "Rome"), new Station(3, 30.0, "Bonn")));
        frames.append(
                List.of(new Frame(0, 1, "a"), new Frame(1, 2, "b"), new Frame(2, 9, "c"), new Frame(3, null, "d")));
        frames.append(List.of(new Frame(4, 3, "e"), new Frame(5, 1, "f")));
    }

    @AfterEach
    void closeTheLake() {
        lake.close();
    }

    @Test
    void takesSeveralColumnsByKeyAtOnce() {
        add(WEATHER);

        assertThat(backfill("weather_temp")).isEqualTo(6);
        assertThat(column("weather_temp")).containsExactly(10.5, null, null, null, 30.0, 10.5);
        assertThat(column("city")).containsExactly("Oslo", "Rome", null, null, "Bonn", "Oslo");
        FeatureStatus status = frames.feature("weather_temp");
        assertThat(status.cells().fresh()).isEqualTo(6);
        assertThat(status.cells().nulls()).isEqualTo(3);
        assertThat(status.identity().parameters())
                .containsEntry("joined.source", "stations")
                .containsEntry("joined.key.0", "station_id")
                .containsEntry("joined.source-key.0", "id")
                .containsEntry("joined.take.0", "temp")
                .containsEntry("joined.take.1", "city")
                .containsEntry("joined.missing", "NULL");
        assertThat(status.fragments().get(0).stamps().get(0).source()).hasValueSatisfying(source -> {
            assertThat(source.table()).isEqualTo("stations");
            assertThat(source.version()).isEqualTo(2);
        });
    }

    @Test
    void aChangeInTheSourceMakesOnlyTheRowsOfItsKeysStale() {
        add(WEATHER);
        backfill("weather_temp");

        stations.update(Map.of("temp", "11.5"), "id = 1");
        stations.append(List.of(new Station(9, 90.0, "Lima")));

        FeatureStatus status = frames.feature("weather_temp");
        assertThat(status.cells().stale()).isEqualTo(3);
        assertThat(status.fragments().get(0).why())
                .containsExactly("2 rows stale: source table 'stations' moved from version 2 to 4, and their keys have"
                        + " other values there");
        assertThat(backfill("weather_temp")).isEqualTo(3);
        assertThat(column("weather_temp")).containsExactly(11.5, null, 90.0, null, 30.0, 11.5);
        assertThat(backfill("weather_temp")).isZero();
    }

    @Test
    void aChangeElsewhereInTheSourceMakesNothingStale() {
        add(WEATHER);
        backfill("weather_temp");

        stations.append(List.of(new Station(4, 40.0, "Kiel")));
        stations.addColumns(Map.of("twice", "temp * 2"));
        stations.optimize(Duration.ZERO);
        frames.optimize(Duration.ZERO);

        assertThat(frames.feature("weather_temp").cells().fresh()).isEqualTo(6);
        assertThat(backfill("weather_temp")).isZero();
    }

    @Test
    void anotherKeyOfARowMakesThatRowStale() {
        add(WEATHER);
        backfill("weather_temp");

        frames.update(Map.of("station_id", "3"), "id = 2");

        assertThat(frames.feature("weather_temp").fragments().get(0).why())
                .containsExactly("1 row stale: input 'station_id' changed");
        assertThat(backfill("weather_temp")).isEqualTo(1);
        assertThat(column("city")).containsExactly("Oslo", "Rome", "Bonn", null, "Bonn", "Oslo");
    }

    @Test
    void keepsTheValuesOfKeysThatAreGone() {
        add(WEATHER.missing(MissingKey.KEEP));
        backfill("weather_temp");

        stations.delete("id = 1");

        assertThat(frames.feature("weather_temp").cells().stale()).isEqualTo(2);
        assertThat(backfill("weather_temp")).isEqualTo(2);
        assertThat(column("city")).containsExactly("Oslo", "Rome", null, null, "Bonn", "Oslo");
        assertThat(frames.feature("weather_temp").cells().fresh()).isEqualTo(6);

        stations.append(List.of(new Station(1, 1.0, "Turin")));
        assertThat(backfill("weather_temp")).isEqualTo(2);
        assertThat(column("city")).containsExactly("Turin", "Rome", null, null, "Bonn", "Turin");
    }

    @Test
    void failsAtKeysThatMustBeThere() {
        add(WEATHER.missing(MissingKey.ERROR));

        assertThatThrownBy(() -> backfill("weather_temp"))
                .isInstanceOf(UdfException.class)
                .hasMessage(
                        "Cannot compute feature 'weather_temp' of table 'frames': row id 2 has station_id = 9, which"
                                + " table 'stations' has not; add it there, or let such cells be NULL or kept");
        frames.backfill("weather_temp").onError(ErrorPolicy.skip()).run();
        assertThat(frames.feature("weather_temp").cells().failed()).isEqualTo(1);
        assertThat(frames.feature("weather_temp").cells().fresh()).isEqualTo(5);

        stations.append(List.of(new Station(9, 90.0, "Lima")));
        assertThat(backfill("weather_temp")).isEqualTo(1);
        assertThat(column("city")).containsExactly("Oslo", "Rome", "Lima", null, "Bonn", "Oslo");
    }

    @Test
    void refusesASourceWithAKeyTwice() {
        stations.append(List.of(new Station(3, 31.0, "Graz")));
        add(WEATHER);

        assertThatThrownBy(() -> backfill("weather_temp"))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessage(
                        "Cannot compute feature 'weather_temp' of table 'frames': table 'stations' has two rows with"
                                + " id = 3, row ids 2 and 3, and a value can come from one only; delete one of them");
    }

    @Test
    void looksUpASourceThatIsLargerThanItsMemory() {
        List<Station> many = new ArrayList<>();
        for (int i = 10; i < 5_000; i++) {
            many.add(new Station(i, (double) i, "c" + i));
        }
        stations.append(many);
        frames.append(List.of(new Frame(6, 4_999, "g"), new Frame(7, 10, "h"), new Frame(8, 5_000, "i")));
        add(WEATHER);

        frames.backfill("weather_temp").queueBytes(1024).run();

        assertThat(column("weather_temp")).containsExactly(10.5, null, null, null, 30.0, 10.5, 4_999.0, 10.0, null);
    }

    @Test
    void forgetsUnfinishedWorkWhenTheSourceChanged() {
        Table many = lake.createTable("many", Frame.class);
        Table sources = lake.createTable("sources", Station.class);
        List<Frame> rows = new ArrayList<>();
        List<Station> keys = new ArrayList<>();
        for (int i = 0; i < 20_000; i++) {
            rows.add(new Frame(i, i, "x"));
            if (i != 19_000) {
                keys.add(new Station(i, (double) i, "c"));
            }
        }
        many.append(rows);
        sources.append(keys);
        many.addFeatures(many.joinedFeature(
                Feature.joined("temp", "sources").on("station_id", "id").missing(MissingKey.ERROR)));
        assertThatThrownBy(() -> many.backfill("temp")
                        .checkpointRows(1_000)
                        .concurrency(1)
                        .run())
                .isInstanceOf(UdfException.class);

        sources.update(Map.of("temp", "0.0 - 1.0"), "id < 10");
        sources.append(List.of(new Station(19_000, 1.0, "c")));
        BackfillResult result = many.backfill("temp").run();

        assertThat(result.rowsComputed()).isEqualTo(20_000);
        assertThat(result.rowsReused()).isZero();
        assertThat(many.count("temp = -1.0")).isEqualTo(10);
        assertThat(many.count("temp = 1.0")).isEqualTo(1);
    }

    @Test
    void saysThatTheSourceIsGone() {
        add(WEATHER);
        backfill("weather_temp");

        lake.dropTable("stations");

        assertThat(frames.feature("weather_temp").fragments().get(1).why())
                .containsExactly("2 rows stale: its source cannot be read: Cannot find table 'stations' in the lake of"
                        + " table 'frames': it has no table of this name; the nearest is 'frames'");
        assertThatThrownBy(() -> backfill("weather_temp")).isInstanceOf(NotFoundException.class);
    }

    @Test
    void showsOnTrialWhatItWouldTake() {
        Preview preview = frames.preview(frames.joinedFeature(WEATHER.missing(MissingKey.ERROR)), 4);

        assertThat(preview.rows().get(0).values()).hasToString("{weather_temp=10.5, city=Oslo}");
        assertThat(preview.rows().get(2).error())
                .hasValueSatisfying(error -> assertThat(error).contains("row id 2 has station_id = 9"));
        assertThat(frames.preview(
                                frames.aggregateFeature(
                                        Feature.aggregate("n", "count(*)").by("station_id")),
                                1)
                        .rows()
                        .get(0)
                        .values())
                .hasToString("{n=2}");
    }

    @Test
    void joinsATableToItself() {
        add(Feature.joined("next_note", "frames").on("station_id", "id").take("note"));

        backfill("next_note");
        assertThat(column("next_note")).containsExactly("b", "c", null, null, "d", "b");

        frames.update(Map.of("note", "'B'"), "id = 1");
        assertThat(backfill("next_note")).isEqualTo(2);
        assertThat(column("next_note")).containsExactly("B", "c", null, null, "d", "B");
    }

    @Test
    void isRepointedByAlter() {
        add(Feature.joined("place", "stations").on("station_id", "id").take("city"));
        backfill("place");

        frames.alterFeature(
                "place",
                frames.joinedFeature(Feature.joined("place", "stations")
                        .on("station_id", "id")
                        .take("city")
                        .missing(MissingKey.KEEP)));

        assertThat(frames.feature("place").cells().stale()).isEqualTo(6);
        assertThat(backfill("place")).isEqualTo(6);
    }

    @Test
    void refusesFeaturesThatReadEachOtherThroughTwoTables() {
        add(Feature.joined("place", "stations").on("station_id", "id").take("city"));
        stations.addFeatures(stations.joinedFeature(
                Feature.joined("frame_place", "frames").on("id", "id").take("place")));

        assertThatThrownBy(() -> frames.alterFeature(
                        "place",
                        frames.joinedFeature(Feature.joined("place", "stations")
                                .on("station_id", "id")
                                .take("frame_place"))))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessage("Cannot use feature 'place': it would read itself, by way of 'frame_place', 'place'; read"
                        + " another column");
    }

    @Test
    void keepsTheColumnsThatAnotherTableReads() {
        add(WEATHER);

        assertThatThrownBy(() -> stations.dropColumns("city"))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessage(
                        "Cannot drop columns of table 'stations': feature 'weather_temp' of table 'frames' reads it;"
                                + " drop that feature first");
        assertThatThrownBy(() -> stations.renameColumn("id", "key")).isInstanceOf(InvalidRequestException.class);
        frames.dropFeature("weather_temp");
        stations.dropColumns("city");
    }

    @Test
    void refusesWhatCannotBeJoined() {
        assertThatThrownBy(() -> frames.joinedFeature(WEATHER.on("note", "temp")))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessage("Cannot use feature 'weather_temp': its key 'temp' is float64, and such values cannot be"
                        + " compared; use whole numbers, texts, dates or times");
        assertThatThrownBy(() -> frames.joinedFeature(WEATHER.on("note", "id")))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessage("Cannot use feature 'weather_temp': its key 'note' is utf8, and 'id' is int64; join columns"
                        + " of one kind: whole numbers, texts, or equal types");
        assertThatThrownBy(() -> frames.joinedFeature(WEATHER.take("town"))).isInstanceOf(NotFoundException.class);
        assertThatThrownBy(
                        () -> frames.joinedFeature(Feature.joined("x", "towns").on("id", "id")))
                .isInstanceOf(NotFoundException.class);
    }

    private void add(JoinedFeature feature) {
        frames.addFeatures(frames.joinedFeature(feature));
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
