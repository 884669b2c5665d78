// SPDX-License-Identifier: Apache-2.0
package dev.joust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.joust.feature.CellCounts;
import dev.joust.feature.Feature;
import dev.joust.feature.InputType;
import dev.joust.index.Index;
import dev.joust.index.IndexStatus;
import dev.joust.internal.process.ProcessIdentity;
import dev.joust.job.Cancellation;
import dev.joust.loader.Batch;
import dev.joust.loader.Loader;
import dev.joust.schema.Types;
import dev.joust.schema.Vector;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.LongStream;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TableOptimizeTest {
    record Frame(long id, String caption) {}

    @SuppressWarnings("ArrayRecordComponent")
    record Place(long id, @Vector(2) float[] at) {}

    private static final Feature LENGTH = Feature.of("caption_length", Types.INT32)
            .version(1)
            .from("caption", InputType.STRING)
            .map(String::length);

    @TempDir
    Path folder;

    private Lake lake;
    private Table frames;

    @BeforeEach
    void aTableOfFiveFragments() {
        lake = Joust.open(folder);
        frames = lake.createTable("frames", Frame.class);
        for (int part = 0; part < 5; part++) {
            append(part * 20, part * 20 + 20);
        }
    }

    @AfterEach
    void close() {
        lake.close();
    }

    private void append(int from, int to) {
        List<Frame> rows = new ArrayList<>();
        for (int id = from; id < to; id++) {
            rows.add(new Frame(id, "frame number " + id));
        }
        frames.append(rows);
    }

    @Test
    void stopsBetweenTwoSteps() {
        Cancellation cancellation = new Cancellation();
        cancellation.request();
        long version = frames.version();

        assertThatThrownBy(() -> frames.optimize(Duration.ZERO, cancellation))
                .isInstanceOf(CancellationException.class);

        assertThat(frames.version()).isEqualTo(version);
        assertThat(frames.optimize(Duration.ZERO, new Cancellation()).fragmentsAfter())
                .isEqualTo(1);
    }

    @Test
    void mergesFragmentsAndReclaimsWhatOnlyOldVersionsNeeded() {
        frames.delete("id % 2 = 1");

        OptimizeResult result = frames.optimize(Duration.ZERO);

        assertThat(result.fragmentsBefore()).isEqualTo(5);
        assertThat(result.fragmentsAfter()).isEqualTo(1);
        assertThat(result.versionsRemoved()).isEqualTo(result.version() - 1);
        assertThat(result.bytesReclaimed()).isPositive();
        assertThat(result.version()).isEqualTo(frames.version());
        assertThat(DataFolder.files(folder, "frames")).hasSize(1);
        assertThat(frames.versions()).hasSize(1);
        assertThat(frames.count()).isEqualTo(50);
        assertThat(frames.query().orderBy("id").select("id").rows())
                .extracting(row -> row.longValue("id"))
                .startsWith(0L, 2L, 4L)
                .endsWith(98L);
    }

    @Test
    void keepsYoungAndTaggedVersions() {
        frames.tag("first", 2);

        OptimizeResult young = frames.optimize(Duration.ofDays(1));
        assertThat(young.versionsRemoved()).isZero();
        assertThat(young.bytesReclaimed()).isZero();

        frames.optimize(Duration.ZERO);

        assertThat(frames.tags()).containsOnlyKeys("first");
        assertThat(frames.at("first").count()).isEqualTo(20);
        assertThat(frames.versions()).extracting(TableVersion::version).containsExactly(2L, frames.version());
        assertThat(frames.count()).isEqualTo(100);
    }

    @Test
    void keepsTheVersionsThatViewsHaveComeTo() {
        View night = lake.createView("even", frames.query().where("id % 2 = 0"));
        night.refresh();
        long source = night.sourceVersion().orElseThrow();
        append(100, 120);

        frames.optimize(Duration.ZERO);

        assertThat(frames.versions()).extracting(TableVersion::version).contains(source);
        assertThat(frames.tags()).isEmpty();
        assertThat(night.refresh()).hasToString("[even] 50 -> 60 rows (+10) version 3");
    }

    @Test
    void leavesFreshCellsFresh() {
        frames.addFeatures(LENGTH);
        frames.backfill("caption_length").run();
        append(100, 110);
        CellCounts before = frames.feature("caption_length").cells();
        assertThat(before).isEqualTo(new CellCounts(110, 100, 0, 10, 0, 0, 0));

        OptimizeResult result = frames.optimize(Duration.ZERO);

        assertThat(result.fragmentsAfter()).isEqualTo(1);
        assertThat(frames.feature("caption_length").cells()).isEqualTo(before);
        assertThat(frames.backfill("caption_length").run().rowsComputed()).isEqualTo(10);
        assertThat(frames.count("caption_length = length(caption)")).isEqualTo(110);
    }

    @Test
    void leavesFreshCellsFreshWhoseInputsWereUpdatedAroundThem() {
        frames.optimize(Duration.ZERO);
        frames.addFeatures(LENGTH);
        frames.backfill("caption_length").run();
        for (int id : new int[] {3, 4}) {
            frames.update(Map.of("caption", "'changed'"), "id = " + id);
        }
        frames.backfill("caption_length").run();
        frames.update(Map.of("caption", "'stale'"), "id = 5");
        CellCounts before = frames.feature("caption_length").cells();
        assertThat(before).isEqualTo(new CellCounts(100, 99, 0, 0, 1, 0, 0));

        frames.optimize(Duration.ZERO);
        frames.optimize(Duration.ZERO);

        assertThat(frames.feature("caption_length").cells()).isEqualTo(before);
        assertThat(frames.backfill("caption_length").run().rowsComputed()).isEqualTo(1);
        assertThat(frames.count("caption_length = length(caption)")).isEqualTo(100);
    }

    @Test
    void bringsIndexesUpToDate() {
        frames.createIndex(Index.fullText("caption"));
        frames.createIndex(Index.btree("id"));
        append(100, 110);
        frames.delete("id < 10");
        assertThat(frames.indexes()).extracting(IndexStatus::rowsUnindexed).containsOnly(10L);

        frames.optimize(Duration.ZERO);

        assertThat(frames.indexes()).extracting(IndexStatus::rowsIndexed).containsOnly(100L);
        assertThat(frames.indexes()).extracting(IndexStatus::rowsUnindexed).containsOnly(0L);
        assertThat(frames.searchText("105").rows()).hasSize(1);
        assertThat(frames.searchText("5").rows()).isEmpty();
        assertThat(frames.count("id BETWEEN 5 AND 12")).isEqualTo(3);
    }

    @Test
    void mergesTheFragmentsOfAVectorIndexTimeAndAgain() {
        Table places = lake.createTable("places", Place.class);
        appendPlaces(places, 0);
        places.createIndex(Index.ivfFlat("at").partitions(1));
        for (int round = 1; round < 5; round++) {
            appendPlaces(places, 2 * round);
            appendPlaces(places, 2 * round + 1);
            if (round == 3) {
                places.delete("id % 7 = 0");
            }

            assertThat(places.optimize(Duration.ZERO).fragmentsAfter())
                    .as("round " + round)
                    .isEqualTo(1);
            assertThat(places.indexes())
                    .singleElement()
                    .satisfies(index -> assertThat(index.rowsIndexed()).isEqualTo(places.count()));
            assertThat(places.search("at", new float[] {20 * round + 5, 0})
                            .limit(1)
                            .as(Place.class))
                    .extracting(Place::id)
                    .containsExactly(20L * round + 5);
        }
    }

    private static void appendPlaces(Table places, int part) {
        places.append(LongStream.range(10L * part, 10L * part + 10)
                .mapToObj(id -> new Place(id, new float[] {id, 0}))
                .toList());
    }

    @Test
    void mergesFragmentsOfDifferentIndexCoverageInOneRun() {
        frames.createIndex(Index.btree("id"));
        frames.createIndex(Index.fullText("caption"));
        append(100, 110);
        append(110, 120);

        OptimizeResult result = frames.optimize(Duration.ZERO);

        assertThat(result.fragmentsBefore()).isEqualTo(7);
        assertThat(result.fragmentsAfter()).isEqualTo(1);
        assertThat(frames.indexes()).extracting(IndexStatus::rowsIndexed).containsOnly(120L);
        assertThat(frames.searchText("115").rows()).hasSize(1);
        assertThat(frames.count("id BETWEEN 95 AND 112")).isEqualTo(18);
    }

    @Test
    void keepsTheVersionsThatAreRead() throws Exception {
        long version = frames.version();
        try (Lake other = Joust.open(folder);
                Loader<Batch> loader =
                        frames.loader().columns("id").batchRows(7).open();
                ArrowReader reader = other.openTable("frames").query().arrow()) {
            frames.delete("id < 50");

            frames.optimize(Duration.ZERO);

            assertThat(frames.versions()).extracting(TableVersion::version).contains(version);
            assertThat(frames.tags()).isEmpty();
            assertThat(rows(reader)).isEqualTo(100);
            long loaded = 0;
            while (loader.hasNext()) {
                try (Batch batch = loader.next()) {
                    loaded += batch.size();
                }
            }
            assertThat(loaded).isEqualTo(100);
        }

        frames.optimize(Duration.ZERO);

        assertThat(frames.versions()).hasSize(1);
        assertThat(frames.count()).isEqualTo(50);
    }

    private static long rows(ArrowReader reader) throws IOException {
        long rows = 0;
        while (reader.loadNextBatch()) {
            rows += reader.getVectorSchemaRoot().getRowCount();
        }
        return rows;
    }

    @Test
    void removesWhatKilledRunsLeftBehindAndNothingOfRunsThatNobodyHereCanSee() throws Exception {
        String here = ProcessIdentity.current().namePart().replaceFirst("\\d+-", "");
        String host = InetAddress.getLocalHost().getHostName().replaceAll("[^A-Za-z0-9-]", "-");
        long now = Instant.now().toEpochMilli();
        frames.tag("_joust_keep_2_999999999_" + now + "_0123abcd_on." + here, 2);
        frames.tag("_joust_keep_3_999999999_" + now + "_0123abcd_on.0123456789abcdef", 3);
        frames.tag("_joust_keep_4_999999999_1_0123abcd_" + host, 4);
        frames.tag("mine", 5);
        assertThat(frames.tags()).containsOnlyKeys("mine");

        frames.optimize(Duration.ZERO);

        assertThat(frames.tags()).containsOnlyKeys("mine");
        assertThat(frames.versions())
                .extracting(TableVersion::version)
                .as("the one of a process in the same container is gone")
                .containsExactly(3L, 4L, 5L, frames.version());
    }

    @Test
    void removesTagsOfRunsThatNobodyCanSeeAfterAMonth() throws Exception {
        long longAgo = Instant.now().minus(Duration.ofDays(31)).toEpochMilli();
        frames.tag("_joust_keep_2_999999999_" + longAgo + "_0123abcd_on.0123456789abcdef", 2);
        frames.tag("_joust_keep_3_999999999_1_0123abcd_another-host", 3);
        frames.tag("_joust_keep_4", 4);
        Path tags = folder.resolve("frames.lance/_refs/tags");
        for (String old : List.of("_joust_keep_3_999999999_1_0123abcd_another-host", "_joust_keep_4")) {
            Path file = tags.resolve(old + ".json");
            Files.writeString(
                    file,
                    Files.readString(file)
                            .replaceAll("(\"createdAt\": )\"[^\"]*\"", "$1\"" + Instant.ofEpochMilli(longAgo) + "\""));
        }

        frames.optimize(Duration.ZERO);

        assertThat(frames.versions()).extracting(TableVersion::version).containsExactly(frames.version());
    }

    @Test
    void runsInTwoPlacesAtOnce() throws Exception {
        lake.createView("all", frames.query()).refresh();
        try (Lake other = Joust.open(folder)) {
            ExecutorService threads = Executors.newFixedThreadPool(2);
            try {
                List<Future<?>> runs = new ArrayList<>();
                for (Table table : List.of(frames, other.openTable("frames"))) {
                    runs.add(threads.submit(() -> {
                        for (int round = 0; round < 8; round++) {
                            table.append(List.of(new Frame(1000 + round, "more")));
                            table.optimize(Duration.ZERO);
                        }
                    }));
                }
                for (Future<?> run : runs) {
                    run.get();
                }
            } finally {
                threads.shutdown();
            }
        }

        assertThat(frames.tags()).isEmpty();
        assertThat(frames.count()).isEqualTo(116);
    }
}
