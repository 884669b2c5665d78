// SPDX-License-Identifier: Apache-2.0
package dev.joust;

import static org.assertj.core.api.Assertions.assertThat;

import dev.joust.index.DistanceMetric;
import dev.joust.index.Index;
import dev.joust.query.Row;
import dev.joust.query.VectorSearch;
import dev.joust.schema.Vector;
import dev.joust.view.Projection;
import dev.joust.view.ViewDefinition;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nearest by angle, nearest by distance and longest are three different rows. */
class ViewMetricTest {
    private static final float[] QUERY = {1, 0};
    private static final List<Long> BY_ANGLE = List.of(3L, 2L, 1L, 4L);
    private static final List<Long> BY_DISTANCE = List.of(1L, 2L, 3L, 4L);
    private static final String WITHOUT_INDEX = ": every vector is compared, there is no index";

    @TempDir
    private Path folder;

    private Lake lake;
    private Table arrows;
    private View view;

    /** A row. */
    @SuppressWarnings("ArrayRecordComponent")
    record Arrow(long id, String caption, @Vector(2) float[] at) {}

    @BeforeEach
    void createAView() {
        lake = Joust.open(folder);
        arrows = lake.createTable("arrows", Arrow.class);
        arrows.append(List.of(
                new Arrow(1, "wet", new float[] {1, 0.9f}),
                new Arrow(2, "dry", new float[] {2, 0.5f}),
                new Arrow(3, "wet", new float[] {9, 0.1f}),
                new Arrow(4, "dry", new float[] {-40, 1})));
        arrows.createIndex(Index.ivfFlat("at").metric(DistanceMetric.COSINE).partitions(1));
        view = viewOf("arrows", "some", "at", "at");
    }

    @AfterEach
    void closeTheLake() {
        lake.close();
    }

    private View viewOf(String source, String name, String output, String expression) {
        View made = lake.createView(
                name,
                new ViewDefinition(
                        source,
                        List.of(
                                Projection.column("id"),
                                Projection.column("caption"),
                                new Projection(output, expression)),
                        Optional.empty(),
                        OptionalLong.empty(),
                        Optional.empty()));
        made.refresh();
        return made;
    }

    @Test
    void aViewMeasuresLikeTheIndexOfItsSource() {
        assertThat(ids(arrows.search("at", QUERY))).isEqualTo(BY_ANGLE);
        assertThat(ids(view.table().search("at", QUERY))).isEqualTo(BY_ANGLE);
        assertThat(how(view.table().search("at", QUERY)))
                .isEqualTo("nearest in 'at' by COSINE like index 'at_idx' of its source 'arrows'" + WITHOUT_INDEX);
    }

    @Test
    void everyKindOfVectorSearchInAViewDoes() {
        assertSame(table -> table.search(QUERY));
        assertSame(table -> table.searchLike("at", 1));
        assertSame(table -> table.searchLike("at", view, 1));
        assertSame(table -> table.search("at", QUERY).where("id <> 2"));
        assertSame(table -> table.search("at", QUERY).distanceRange(0, 1));

        assertThat(hybrid(view.table().search("at", QUERY), view.table()))
                .hasSize(4)
                .isEqualTo(hybrid(arrows.search("at", QUERY).exact(), arrows));
    }

    /** An index normalizes what it keeps, so that its distances differ in the last digits. */
    private void assertSame(Function<Table, VectorSearch> search) {
        assertThat(rows(search.apply(view.table())))
                .isNotEmpty()
                .isEqualTo(rows(search.apply(arrows).exact()))
                .isNotEqualTo(rows(search.apply(arrows).metric(DistanceMetric.L2)));
        assertThat(ids(search.apply(view.table()))).isEqualTo(ids(search.apply(arrows)));
    }

    @Test
    void aViewOfAViewLooksUpToTheTable() {
        View inner = viewOf("some", "inner", "direction", "at");

        assertThat(ids(inner.table().search("direction", QUERY))).isEqualTo(BY_ANGLE);
        assertThat(how(inner.table().search("direction", QUERY)))
                .isEqualTo(
                        "nearest in 'direction' by COSINE like index 'at_idx' of its source 'arrows'" + WITHOUT_INDEX);

        view.table().createIndex(Index.ivfFlat("at").partitions(1));

        assertThat(how(inner.table().search("direction", QUERY)))
                .isEqualTo("nearest in 'direction' by L2 like index 'at_idx' of its source 'some'" + WITHOUT_INDEX);
    }

    @Test
    void theNewestVersionOfTheSourceSaysHow() {
        arrows.dropIndex("at_idx");
        assertThat(ids(view.table().search("at", QUERY))).isEqualTo(BY_DISTANCE);
        assertThat(how(view.table().search("at", QUERY))).isEqualTo("nearest in 'at' by L2" + WITHOUT_INDEX);

        arrows.createIndex(Index.ivfFlat("at").metric(DistanceMetric.DOT).partitions(1));

        assertThat(how(view.table().search("at", QUERY)))
                .isEqualTo("nearest in 'at' by DOT like index 'at_idx' of its source 'arrows'" + WITHOUT_INDEX);
    }

    @Test
    void anIndexOfTheViewAndTheQueryItselfComeFirst() {
        assertThat(how(view.table().search("at", QUERY).metric(DistanceMetric.DOT)))
                .isEqualTo("nearest in 'at' by DOT" + WITHOUT_INDEX);

        view.table().createIndex(Index.ivfFlat("at").partitions(1));

        assertThat(how(view.table().search("at", QUERY)))
                .isEqualTo("nearest in 'at' by L2: index 'at_idx' (all parts)");
    }

    @Test
    void computedColumnsAndThoseOfALostSourceAreMeasuredByDistance() {
        View computed = viewOf("arrows", "computed", "at", "coalesce(at, at)");
        assertThat(how(computed.table().search("at", QUERY))).isEqualTo("nearest in 'at' by L2" + WITHOUT_INDEX);

        lake.dropTable("arrows");

        assertThat(how(view.table().search("at", QUERY))).isEqualTo("nearest in 'at' by L2" + WITHOUT_INDEX);
        assertThat(ids(view.table().search("at", QUERY))).isEqualTo(BY_DISTANCE);
    }

    @Test
    void aViewThatBecameTheSourceOfItsOwnSourceIsMeasuredByDistance() {
        View inner = viewOf("some", "inner", "at", "at");
        lake.dropTable("some");
        View circle = viewOf("inner", "some", "at", "at");

        assertThat(how(circle.table().search("at", QUERY))).isEqualTo("nearest in 'at' by L2" + WITHOUT_INDEX);
        assertThat(how(inner.table().search("at", QUERY))).isEqualTo("nearest in 'at' by L2" + WITHOUT_INDEX);
    }

    private static List<Row> hybrid(VectorSearch near, Table table) {
        return near.and(table.searchText("wet").in("caption")).select("id").rows();
    }

    private static List<Row> rows(VectorSearch search) {
        return search.select("id").rows();
    }

    private static List<Long> ids(VectorSearch search) {
        return rows(search).stream().map(row -> row.longValue("id")).toList();
    }

    /** The line that says how the nearest are found. */
    private static String how(VectorSearch search) {
        return search.explain()
                .lines()
                .filter(line -> line.startsWith("nearest"))
                .findFirst()
                .orElseThrow();
    }
}
