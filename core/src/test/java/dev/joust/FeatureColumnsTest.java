// SPDX-License-Identifier: Apache-2.0
package dev.joust;

import static dev.joust.feature.ErrorPolicy.skip;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.joust.error.InvalidRequestException;
import dev.joust.error.UdfException;
import dev.joust.feature.Feature;
import dev.joust.feature.InputType;
import dev.joust.schema.Column;
import dev.joust.schema.Types;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Features as columns of a table: what adding, altering and dropping them costs and refuses. */
class FeatureColumnsTest {
    record Post(long id, String caption) {}

    /** Two columns that one function fills. */
    static final Feature ENDS = ends(1);

    @TempDir
    private Path folder;

    private Lake lake;
    private Table posts;

    @BeforeEach
    void aTableOfPosts() {
        lake = Joust.open(folder);
        posts = lake.createTable("posts", Post.class);
        posts.append(List.of(new Post(0, "one two"), new Post(1, "three"), new Post(2, "")));
    }

    @AfterEach
    void close() {
        lake.close();
    }

    private static Feature ends(int version) {
        return Feature.of("first", Types.STRING)
                .and("last", Types.STRING)
                .version(version)
                .from("caption", InputType.STRING)
                .map(caption -> List.of(caption.substring(0, 1), caption.substring(caption.length() - 1)));
    }

    private Map<String, Long> dataFiles() throws IOException {
        Map<String, Long> files = new TreeMap<>();
        try (Stream<Path> all = Files.list(folder.resolve("posts.lance/data"))) {
            for (Path file : all.toList()) {
                files.put(file.getFileName().toString(), Files.size(file));
            }
        }
        return files;
    }

    @Test
    void addingAlteringAndDroppingWriteNoData() throws IOException {
        Map<String, Long> ingested = dataFiles();
        posts.addFeatures(ENDS);
        assertThat(dataFiles()).isEqualTo(ingested);
        posts.backfill("last").onError(skip()).run();
        Map<String, Long> filled = dataFiles();
        assertThat(filled).hasSize(2).containsAllEntriesOf(ingested);

        posts.alterFeature("last", ends(2));
        assertThat(posts.feature("first").cells().stale()).isEqualTo(3);
        assertThat(dataFiles()).isEqualTo(filled);
        posts.dropFeature("last");

        assertThat(dataFiles()).isEqualTo(filled);
        assertThat(posts.schema().columns()).extracting(Column::name).containsExactly("id", "caption");
    }

    @Test
    void theColumnsOfOneFunctionAreOneFeature() {
        posts.addFeatures(ENDS);
        posts.backfill("first").onError(skip()).run();

        assertThat(posts.query()
                        .select("first", "last")
                        .where("id = 0")
                        .rows()
                        .get(0)
                        .toMap())
                .isEqualTo(Map.of("first", "o", "last", "o"));
        assertThat(posts.features()).hasSize(1);
        assertThat(posts.feature("last")).isEqualTo(posts.feature("first"));
        assertThatThrownBy(() -> posts.dropColumns("last"))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessage("Cannot drop column 'last' of table 'posts': feature 'first' fills it; drop the feature"
                        + " instead");
    }

    @Test
    void inputsStayAsLongAsFeaturesReadThem() {
        posts.addFeatures(ENDS, posts.sqlFeature("length", "length(caption)"));

        assertThatThrownBy(() -> posts.dropColumns("caption"))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessage("Cannot drop column 'caption' of table 'posts': features 'first', 'length' read it; drop"
                        + " those features first");
        assertThatThrownBy(() -> posts.renameColumn("caption", "text"))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessage("Cannot rename column 'caption' of table 'posts': features 'first', 'length' read it; drop"
                        + " those features first");
    }

    @Test
    void aCircleIsRefusedWhenAFeatureIsAddedOrAltered() {
        Feature a = chained("a", "id", 1);
        Feature b = chained("b", "a", 1);
        posts.addFeatures(a, b);

        assertThatThrownBy(() -> posts.alterFeature("a", chained("a", "b", 2)))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContainingAll("'a'", "'b'");
        assertThatThrownBy(() -> posts.addFeatures(chained("c", "d", 1), chained("d", "c", 1)))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContainingAll("'c'", "'d'");
        assertThat(posts.features()).hasSize(2);
    }

    private static Feature chained(String name, String input, int version) {
        return Feature.of(name, Types.INT64)
                .version(version)
                .from(input, InputType.LONG)
                .map(value -> value + 1);
    }

    @Test
    void aFractionIsOfEnoughRows() {
        posts.addFeatures(ENDS);

        assertThat(posts.backfill("first")
                        .onError(skip())
                        .maxFailedFraction(0.1)
                        .run()
                        .rowsFailed())
                .isEqualTo(1);
        assertThatThrownBy(() -> posts.backfill("first")
                        .recompute()
                        .onError(skip())
                        .maxFailedFraction(0.1, 3)
                        .run())
                .isInstanceOf(UdfException.class)
                .hasMessageStartingWith("Cannot go on computing feature 'first' of table 'posts': 1 of 3 rows failed,"
                        + " at most 0.1 of them may; the last one, row id 2: ");
    }
}
