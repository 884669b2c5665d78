// SPDX-License-Identifier: Apache-2.0
package dev.joust.rewrite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.joust.Joust;
import dev.joust.Lake;
import dev.joust.Table;
import dev.joust.error.InvalidRequestException;
import dev.joust.feature.Feature;
import dev.joust.feature.InputType;
import dev.joust.index.Index;
import dev.joust.index.IndexStatus;
import dev.joust.job.JobEvent;
import dev.joust.query.Row;
import dev.joust.schema.TableSchema;
import dev.joust.schema.Types;
import java.nio.file.Path;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A new small column beside 100 MB of images: what is written, what is read, and what indexes say meanwhile. */
class ZeroRewriteTest {
    private static final int ROWS = 1_000;
    private static final int FRAGMENTS = 4;
    private static final int IMAGE_BYTES = 100_000;
    private static final long ALLOWED_BYTES = 64 << 10;

    @TempDir
    Path folder;

    private Lake lake;
    private Table frames;

    @BeforeEach
    void aTableOfImages() {
        lake = Joust.open(folder);
        frames = create(lake, "frames", ROWS, FRAGMENTS, IMAGE_BYTES);
    }

    @AfterEach
    void close() {
        lake.close();
    }

    private static Table create(Lake lake, String name, int rows, int fragments, int imageBytes) {
        Table table = lake.createTable(
                name,
                TableSchema.builder()
                        .required("id", Types.INT64)
                        .column("caption", Types.STRING)
                        .column("embedding", Types.vector(4))
                        .column("image", Types.LARGE_BINARY)
                        .build());
        for (int i = 0; i < fragments; i++) {
            table.appendRows(rows(i * rows / fragments, rows / fragments, imageBytes));
        }
        return table;
    }

    private static List<Map<String, Object>> rows(int from, int count, int imageBytes) {
        return new AbstractList<>() {
            @Override
            public Map<String, Object> get(int row) {
                SplittableRandom random = new SplittableRandom(from + row);
                byte[] image = new byte[imageBytes];
                random.nextBytes(image);
                float[] embedding = new float[4];
                for (int i = 0; i < embedding.length; i++) {
                    embedding[i] = (float) random.nextDouble();
                }
                return Map.of(
                        "id",
                        (long) from + row,
                        "caption",
                        "a rider on street " + (from + row) % 17,
                        "embedding",
                        embedding,
                        "image",
                        image);
            }

            @Override
            public int size() {
                return count;
            }
        };
    }

    private static Feature length() {
        return Feature.of("length", Types.INT32)
                .version(1)
                .from("caption", InputType.STRING)
                .map(String::length);
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void aBackfillWritesItsColumnAndReadsItsInput() {
        // What the process itself reads the first time is no reading of the table.
        Table small = create(lake, "small", 8, 2, 10);
        small.addFeatures(length());
        small.backfill("length").run();
        frames.addFeatures(length());
        Map<String, Long> before = LakeBytes.files(folder);
        long read = LakeBytes.read();

        frames.backfill("length").run();

        read = LakeBytes.read() - read;
        Map<String, Long> after = LakeBytes.files(folder);
        long written = LakeBytes.written(before, after);
        long raw = (long) ROWS * Integer.BYTES;
        assertThat(written).isBetween(raw / 8, raw * 12 / 10 + ALLOWED_BYTES);
        assertThat(after.keySet().stream()
                        .filter(file -> file.startsWith("frames.lance/data"))
                        .toList())
                .hasSize(2 * FRAGMENTS)
                .containsAll(before.keySet().stream()
                        .filter(file -> file.startsWith("frames.lance/data"))
                        .toList());
        long images = (long) ROWS * IMAGE_BYTES;
        assertThat(read).isLessThan(images / 50);
    }

    @Test
    void indexesOfOtherColumnsKeepAllTheirRows() {
        frames.createIndex(Index.btree("id"));
        frames.createIndex(Index.fullText("caption"));
        frames.createIndex(Index.ivfFlat("embedding").partitions(2));
        List<IndexStatus> before = frames.indexes();
        assertThat(before).extracting(IndexStatus::rowsIndexed).containsOnly((long) ROWS);
        frames.addFeatures(length());

        frames.backfill("length").run();
        frames.backfill("length").recompute().run();

        assertThat(frames.indexes()).isEqualTo(before);
        assertThat(frames.indexes()).extracting(IndexStatus::rowsUnindexed).containsOnly(0L);
        assertThat(frames.searchText("16").in("caption").limit(ROWS).rows()).hasSize(ROWS / 17);
        assertThat(frames.search("embedding", new float[4]).limit(5).rows()).hasSize(5);
        assertThat(frames.count("id = 77")).isEqualTo(1);
    }

    private static Feature word(int version, Runnable now) {
        AtomicInteger calls = new AtomicInteger();
        return Feature.of("word", Types.STRING)
                .and("number", Types.INT64)
                .version(version)
                .from("id", InputType.LONG)
                .map(id -> {
                    if (calls.incrementAndGet() % 100 == 0) {
                        now.run();
                    }
                    return List.of("w" + (id + version) % 5, 10L * version + id % 5);
                });
    }

    @Test
    void anIndexOnARecomputedColumnNeverAnswersWithOldValues() throws Exception {
        frames.addFeatures(word(1, () -> {}));
        frames.backfill("word").run();
        frames.createIndex(Index.fullText("word"));
        frames.createIndex(Index.btree("number"));
        AtomicInteger looks = new AtomicInteger();
        try (Lake other = Joust.open(folder)) {
            Table second = other.openTable("frames");
            Runnable look = () -> {
                look(second);
                look(frames);
                looks.incrementAndGet();
            };
            look.run();
            for (int version = 2; version <= 4; version++) {
                frames.alterFeature("word", word(version, look));
                look.run();
                frames.backfill("word")
                        .commitFragments(1)
                        .concurrency(1)
                        .onProgress(event -> {
                            if (event instanceof JobEvent.Committed) {
                                look.run();
                            }
                        })
                        .run();
                look.run();
            }
        }
        assertThat(looks).hasValueGreaterThan(20);
        assertThat(frames.indexes()).extracting(IndexStatus::name).containsExactly("number_idx", "word_idx");
        assertThat(frames.indexes()).extracting(IndexStatus::rowsUnindexed).contains(0L);
        assertThat(frames.count("word = 'w' || CAST((id + 4) % 5 AS STRING) AND number = 40 + id % 5"))
                .isEqualTo(ROWS);
    }

    /** What is found by a value has that value. */
    private static void look(Table table) {
        Table at = table.at(table.version());
        Map<Long, List<Long>> byNumber = new TreeMap<>();
        List<Row> all = at.query().select("id", "number", "word").rows();
        all.forEach(row -> byNumber.computeIfAbsent(row.longValue("number"), number -> new ArrayList<>())
                .add(row.longValue("id")));
        for (long number = 10; number < 45; number++) {
            assertThat(at.count("number = " + number))
                    .isEqualTo(byNumber.getOrDefault(number, List.of()).size());
        }
        for (int kind = 0; kind < 5; kind++) {
            String word = "w" + kind;
            long expected =
                    all.stream().filter(row -> row.string("word").equals(word)).count();
            try {
                List<Row> found = at.searchText(word)
                        .in("word")
                        .select("id", "word")
                        .limit(2 * ROWS)
                        .rows();
                assertThat(found).allMatch(row -> row.string("word").equals(word));
                assertThat(found).hasSize((int) expected);
            } catch (InvalidRequestException e) {
                assertThat(e).hasMessageContaining("has no full text index");
            }
        }
    }

    @Test
    void threeColumnsOfFiveThousandRowsTakeLessThanTheArticles() {
        int rows = 5_000;
        Table table = lake.createTable(
                "captions",
                TableSchema.builder()
                        .column("caption", Types.STRING)
                        .column("width", Types.INT64)
                        .column("height", Types.INT64)
                        .build());
        SplittableRandom random = new SplittableRandom(1);
        List<Map<String, Object>> captions = new ArrayList<>();
        for (int i = 0; i < rows; i++) {
            captions.add(Map.of(
                    "caption", "x".repeat(random.nextInt(20, 200)),
                    "width", (long) random.nextInt(200, 2000),
                    "height", (long) random.nextInt(200, 2000)));
        }
        table.appendRows(captions);
        Map<String, Long> before = LakeBytes.files(folder);

        table.addColumns(
                Feature.sql("caption_length", "length(caption)"),
                Feature.sql("aspect_ratio", "CAST(width AS DOUBLE) / CAST(height AS DOUBLE)"),
                Feature.sql("image_area", "width * height"));

        long data = LakeBytes.written(
                before,
                LakeBytes.files(folder).entrySet().stream()
                        .filter(file -> file.getKey().startsWith("captions.lance/data"))
                        .collect(java.util.stream.Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)));
        assertThat(data).isBetween(1L, 100_590L);
    }
}
