// SPDX-License-Identifier: Apache-2.0
package dev.joust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.joust.error.NotFoundException;
import dev.joust.feature.Feature;
import dev.joust.feature.InputType;
import dev.joust.job.Job;
import dev.joust.lineage.Lineage;
import dev.joust.lineage.LineageEdge;
import dev.joust.lineage.LineageNode;
import dev.joust.schema.Key;
import dev.joust.schema.Types;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LineageTest {
    record Frame(@Key long id, String clip, String caption, int station) {}

    record Station(@Key int id, double temp) {}

    private static final Feature WORDS = Feature.of("words", Types.INT64)
            .version(1)
            .from("caption", InputType.STRING)
            .map(caption -> (long) caption.split(" ", -1).length);

    @TempDir
    Path folder;

    private Lake lake;
    private Table frames;

    @BeforeEach
    void openALakeOfFrames() {
        lake = Joust.open(folder.resolve("lake"));
        frames = lake.createTable("frames", Frame.class);
        frames.append(List.of(
                new Frame(0, "a", "a rainy night", 1), new Frame(1, "a", "sun", 2), new Frame(2, "b", "some fog", 1)));
        frames.addFeatures(WORDS);
    }

    @AfterEach
    void closeTheLake() {
        lake.close();
    }

    private static List<String> edges(Lineage lineage, LineageEdge.Kind... kinds) {
        return lineage.edges().stream()
                .filter(edge -> List.of(kinds).contains(edge.kind()))
                .map(edge -> edge.from() + " " + edge.kind() + " " + edge.to())
                .toList();
    }

    private static List<String> ids(Lineage lineage) {
        return lineage.nodes().stream().map(LineageNode::id).toList();
    }

    @Test
    void followsAColumnThroughFeaturesToViewsOfViews() {
        frames.addFeatures(frames.sqlFeature("is_long", "words > 2"));
        frames.backfill("words", "is_long").run();
        lake.createView("long", frames.query().where("is_long").select("id", "caption"));
        lake.createView("long_a", lake.openTable("long").query().where("id < 10"));
        lake.createView("clips", frames.query().select("clip"));

        Lineage lineage = frames.lineage("words");

        assertThat(lineage.root()).isEqualTo("column:frames.words");
        assertThat(ids(lineage))
                .startsWith("column:frames.words")
                .contains("feature:frames.words", "column:frames.caption", "feature:frames.is_long")
                .contains("column:frames.is_long", "table:long", "table:long_a")
                .doesNotContain("table:clips", "column:frames.clip", "column:long.caption");
        assertThat(edges(lineage, LineageEdge.Kind.READS, LineageEdge.Kind.FILLS, LineageEdge.Kind.FILTERS))
                .containsExactlyInAnyOrder(
                        "column:frames.caption READS feature:frames.words",
                        "feature:frames.words FILLS column:frames.words",
                        "column:frames.words READS feature:frames.is_long",
                        "feature:frames.is_long FILLS column:frames.is_long",
                        "column:frames.is_long FILTERS table:long");
        assertThat(edges(lineage, LineageEdge.Kind.VIEWS)).contains("table:long VIEWS table:long_a");
    }

    @Test
    void followsAColumnOfAViewBackToTheFunctionThatFillsIt() {
        frames.backfill("words").run();
        View view = lake.createView("long", frames.query().where("clip = 'a'").select("id", "words"));
        view.refresh();

        Lineage lineage = view.table().lineage("words");

        assertThat(edges(lineage, LineageEdge.Kind.SELECTS, LineageEdge.Kind.FILTERS, LineageEdge.Kind.VIEWS))
                .containsExactlyInAnyOrder(
                        "column:frames.words SELECTS column:long.words",
                        "column:frames.clip FILTERS table:long",
                        "table:frames VIEWS table:long");
        LineageNode.OfView node =
                (LineageNode.OfView) lineage.find("table:long").orElseThrow();
        assertThat(node.sourceVersion()).hasValue(frames.version());
        assertThat(ids(lineage)).contains("feature:frames.words").doesNotContain("column:frames.id");
    }

    @Test
    void saysWhichVersionsOfAFunctionMadeTheCellsAndInWhichJobs() {
        String first = frames.backfill("words").run().job();
        Feature changed = Feature.of("words", Types.INT64)
                .version(2)
                .from("caption", InputType.STRING)
                .map(caption -> 7L);
        frames.alterFeature("words", changed);
        String second = frames.backfill("words").where("id = 0").run().job();

        Lineage lineage = frames.lineage();

        LineageNode.OfFeature feature =
                (LineageNode.OfFeature) lineage.find("feature:frames.words").orElseThrow();
        assertThat(feature.identity().version()).isEqualTo(2);
        assertThat(feature.rowsByVersion()).hasToString("{words 1=2, words 2=1}");
        assertThat(lineage.edges())
                .filteredOn(edge -> edge.kind() == LineageEdge.Kind.COMPUTED)
                .extracting(edge -> edge.from() + " " + edge.rows().getAsLong())
                .containsExactlyInAnyOrder("job:" + first + " 2", "job:" + second + " 1");
        LineageNode.OfJob job = (LineageNode.OfJob) lineage.find("job:" + first).orElseThrow();
        assertThat(job.recorded().map(Job::kind)).isEqualTo(Optional.of("backfill"));
    }

    @Test
    void namesAJobOfWhichNothingIsLeft() {
        String first = frames.backfill("words").run().job();
        frames.backfill("words").recompute().run();

        Lineage lineage = frames.lineage("words");

        assertThat(edges(lineage, LineageEdge.Kind.COMPUTED)).noneMatch(edge -> edge.contains(first));
        assertThat(edges(lineage, LineageEdge.Kind.WROTE)).contains("job:" + first + " WROTE column:frames.words");
    }

    @Test
    void connectsTablesThatAreJoinedAndColumnsThatMakeGroups() {
        Table stations = lake.createTable("stations", Station.class);
        frames.addFeatures(
                frames.joinedFeature(Feature.joined("temp", "stations").on("station", "id")));
        frames.addFeatures(frames.aggregateFeature(
                Feature.aggregate("longest", Types.INT64, "max(words)").by("clip")));

        assertThat(edges(
                        frames.lineage(),
                        LineageEdge.Kind.JOINS,
                        LineageEdge.Kind.TAKES,
                        LineageEdge.Kind.GROUPS,
                        LineageEdge.Kind.AGGREGATES,
                        LineageEdge.Kind.READS))
                .containsExactlyInAnyOrder(
                        "column:frames.caption READS feature:frames.words",
                        "column:frames.station JOINS feature:frames.temp",
                        "column:stations.id JOINS feature:frames.temp",
                        "column:stations.temp TAKES feature:frames.temp",
                        "column:frames.clip GROUPS feature:frames.longest",
                        "column:frames.words AGGREGATES feature:frames.longest");
        assertThat(ids(stations.lineage("temp")))
                .containsExactlyInAnyOrder(
                        "column:stations.temp",
                        "table:stations",
                        "feature:frames.temp",
                        "column:frames.temp",
                        "table:frames");
    }

    @Test
    void knowsWhereACopyComesFrom() {
        lake.createTable("some", frames.query().limit(2));
        Table far;
        try (Lake other = Joust.open(folder.resolve("other"))) {
            far = other.createTable("far", frames.query());
            assertThat(edges(far.lineage(), LineageEdge.Kind.COPIED))
                    .containsExactly("source:" + folder.resolve("lake/frames.lance") + " COPIED table:far");
        }
        assertThat(edges(frames.lineage(), LineageEdge.Kind.COPIED)).containsExactly("table:frames COPIED table:some");
    }

    @Test
    void namesThePinsThatKeepVersionsOfATableAndOfItsViews() {
        View view = lake.createView("clips", frames.query().select("clip"));
        view.refresh();
        lake.pin("model-7", "clips");
        lake.createTable("stations", Station.class);
        lake.pin("other", "stations");

        Lineage lineage = frames.lineage("clip");

        assertThat(edges(lineage, LineageEdge.Kind.PINNED)).containsExactly("table:clips PINNED pin:model-7");
        assertThat(lineage.find("pin:model-7"))
                .contains(new LineageNode.OfPin(
                        "model-7", Map.of("clips", view.table().version())));
    }

    @Test
    void isTheLineageOfTheVersionThatATableIsAt() {
        frames.backfill("words").run();
        frames.dropFeature("words");

        assertThat(ids(frames.lineage())).doesNotContain("feature:frames.words");
        assertThat(ids(frames.at(4).lineage())).contains("feature:frames.words");
    }

    @Test
    void namesTheNearestColumnsForOneThatIsNotThere() {
        assertThatThrownBy(() -> frames.lineage("captoin"))
                .isInstanceOf(NotFoundException.class)
                .hasMessage("Cannot read table 'frames': there is no column 'captoin'; did you mean 'caption'?");
    }

    @Test
    void toleratesAViewWhoseSourceIsGone() {
        View view = lake.createView("long", frames.query().where("clip = 'a'"));
        lake.dropTable("frames");

        assertThat(ids(view.table().lineage())).contains("table:long").doesNotContain("table:frames");
    }
}
