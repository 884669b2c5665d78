// SPDX-License-Identifier: Apache-2.0
package dev.joust;

import static dev.joust.filter.Filter.col;
import static dev.joust.query.TextQuery.match;
import static dev.joust.query.TextQuery.phrase;
import static org.assertj.core.api.Assertions.assertThat;

import dev.joust.filter.Filter;
import dev.joust.index.DistanceMetric;
import dev.joust.index.Index;
import dev.joust.query.Candidate;
import dev.joust.query.HybridSearch;
import dev.joust.query.Reranker;
import dev.joust.query.Row;
import dev.joust.query.RowTable;
import dev.joust.query.TextQuery;
import dev.joust.schema.Vector;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The code of docs/search.md. */
class SearchGuideTest {
    /** A frame. */
    @SuppressWarnings("ArrayRecordComponent")
    record Frame(
            long id,
            String timeofday,
            int people,
            Instant taken,
            String caption,
            @Vector(4) float[] clip) {}

    @TempDir
    Path folder;

    private Lake lake;
    private Table frames;

    @BeforeEach
    void open() {
        lake = Joust.open(folder.toString());
        frames = lake.createTable("frames", Frame.class);
        List<Frame> rows = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            rows.add(new Frame(
                    i,
                    i % 2 == 0 ? "night" : "day",
                    i % 5,
                    Instant.parse("2024-03-01T00:00:00Z").plusSeconds(i),
                    i % 3 == 0 ? "a rider on a wet street" : "an empty street",
                    new float[] {i, i % 7, 1, 0}));
        }
        frames.append(rows);
    }

    @AfterEach
    void close() {
        lake.close();
    }

    @Test
    void filtersWithValuesOfOthers() {
        String typed = "night' OR '1'='1";

        // region filters
        Filter crowdedNight = col("timeofday").eq("night").and(col("people").gt(2));

        long some = frames.count(crowdedNight);
        long same = frames.count("timeofday = ? AND people > ?", "night", 2);
        List<Row> rows = frames.query()
                .where(col("caption").contains("rider").or(col("people").in(0, 4)))
                .where(col("taken").lt(Instant.parse("2024-03-01T00:00:30Z")))
                .select("id")
                .rows();
        long none = frames.delete(col("timeofday").eq(typed)).rows();
        // endregion

        assertThat(some).isEqualTo(8).isEqualTo(same);
        assertThat(rows).hasSize(18);
        assertThat(none).isZero();
    }

    @Test
    void searchesForRowsLikeOneAtADistance() {
        View nights = lake.createView("nights", frames.query().where("timeofday = 'night'"));
        nights.refresh();

        // region like
        List<Row> alike = frames.searchLike("clip", 7).limit(3).rows();
        List<Row> likeANight = frames.searchLike("clip", nights, 3).limit(3).rows();
        List<Row> furtherAway = frames.searchLike("clip", 7)
                .distanceRange(50, Float.POSITIVE_INFINITY)
                .rows();
        // endregion

        assertThat(alike).hasSize(3).noneMatch(row -> row.longValue("id") == 7);
        assertThat(likeANight).hasSize(3).noneMatch(row -> row.longValue("id") == 6);
        assertThat(furtherAway)
                .hasSize(10)
                .allSatisfy(row -> assertThat(row.floatValue("_distance")).isGreaterThanOrEqualTo(50f));
    }

    // region reranker
    /** Frames with a person first. */
    static final class RidersFirst implements Reranker {
        @Override
        public double[] relevance(String words, List<Candidate> candidates) {
            return candidates.stream()
                    .mapToDouble(
                            one -> one.row().intValue("people") + one.score().orElse(0))
                    .toArray();
        }

        @Override
        public List<String> columns() {
            return List.of("people");
        }
    }
    // endregion

    @Test
    void searchesForWordsAndVectorsAtOnce() {
        frames.createIndex(Index.fullText("caption"));
        float[] vector = {3, 3, 1, 0};

        // region hybrid
        HybridSearch search = frames.search("clip", vector)
                .and(frames.searchText("rider").in("caption"))
                .where(col("timeofday").eq("night"))
                .select("id", "caption")
                .limit(5);

        List<Row> byRank = search.rows();
        List<Row> byScore = search.rerank(Reranker.linear(0.7)).rows();
        List<Row> byPeople = search.rerank(new RidersFirst()).rows();
        // endregion

        assertThat(byRank).hasSize(5);
        assertThat(byScore.get(0).names()).containsExactly("id", "caption", "_relevance_score", "_distance", "_score");
        assertThat(byPeople).hasSize(5);
    }

    @Test
    void searchesForMoreThanWords() {
        // region text-index
        frames.createIndex(Index.fullText("caption"));
        frames.createIndex(Index.fullText("timeofday").named("moments").withoutStemming());
        // endregion

        // region text
        List<Row> anyWord = frames.searchText("rider street").in("caption").rows();
        List<Row> misspelled =
                frames.searchText(match("ridar").fuzzy().in("caption")).rows();
        List<Row> phrase = frames.searchText(phrase("wet street").in("caption")).rows();
        List<Row> near =
                frames.searchText(phrase("rider street").slop(3).in("caption")).rows();
        List<Row> both = frames.searchText(TextQuery.must(match("street").in("caption"))
                        .should(match("rider").boost(2).in("caption"))
                        .mustNot(match("night").in("timeofday")))
                .limit(40)
                .rows();
        List<Row> weighed = frames.searchText(
                        match("night street").in("caption").in("timeofday", 2))
                .limit(40)
                .rows();
        List<Row> dryFirst = frames.searchText(TextQuery.boost(match("street"), match("wet")))
                .in("caption")
                .limit(40)
                .rows();
        // endregion

        assertThat(anyWord).hasSize(10);
        assertThat(misspelled)
                .hasSize(10)
                .isEqualTo(frames.searchText("rider").in("caption").rows());
        assertThat(phrase).hasSize(10);
        assertThat(near).hasSize(10);
        assertThat(both).hasSize(20);
        assertThat(both.get(0).string("caption")).contains("rider");
        assertThat(weighed).hasSize(40);
        assertThat(dryFirst).hasSize(40);
        assertThat(dryFirst.get(0).string("caption")).isEqualTo("an empty street");
    }

    @Test
    void searchesByEveryKindOfIndexOnVectors() {
        // region vector-index
        frames.createIndex(
                Index.ivfHnswSq("clip").metric(DistanceMetric.COSINE).m(16).efConstruction(200));

        List<Row> nearest =
                frames.search("clip", new float[] {3, 3, 1, 0}).ef(100).limit(3).rows();
        // endregion

        // region print
        RowTable.of(nearest).width(80).print(System.out);
        // endregion

        assertThat(nearest).hasSize(3);
        assertThat(RowTable.of(nearest).toString().lines().findFirst().orElseThrow())
                .startsWith("_distance  id  timeofday");
    }
}
