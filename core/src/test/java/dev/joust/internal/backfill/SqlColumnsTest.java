// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.backfill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.joust.error.AlreadyExistsException;
import dev.joust.error.InvalidRequestException;
import dev.joust.feature.CellCounts;
import dev.joust.feature.Feature;
import dev.joust.feature.SqlFeature;
import dev.joust.internal.feature.SqlFeatures;
import dev.joust.internal.job.LakeRowLog;
import dev.joust.internal.lance.commit.Columns;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqlColumnsTest {
    private static final SqlFeature LENGTH = Feature.sql("caption_length", "length(text)");
    private static final SqlFeature WORDS = Feature.sql("words", "split_part(text, ' ', 1)");
    private static final SqlFeature PAIR =
            Feature.sql("pair", "named_struct('n', id, 'both', make_array(text, upper(text)))");
    private static final SqlFeature EVEN = Feature.sql("even", "id % 2 = 0");

    @TempDir
    Path folder;

    private FeatureLake lake;

    @BeforeEach
    void open() {
        lake = FeatureLake.create(folder, Texts.SCHEMA);
    }

    @AfterEach
    void close() {
        lake.close();
    }

    private long add(SqlFeature... columns) {
        try (LakeRowLog log = new LakeRowLog(lake.store(), folder.toString())) {
            return SqlColumns.add(lake.table(), List.of(columns), log);
        }
    }

    @Test
    void severalColumnsComeInOneCommitWithOneFilePerFragment() throws Exception {
        lake.append(Texts.rows(0, "a b", null, "cc")).append(Texts.rows(3, "dddd"));
        lake.delete("id = 0");
        Set<String> before = new HashSet<>(lake.dataFiles().keySet());
        long version = lake.version();

        assertThat(add(LENGTH, PAIR, EVEN)).isEqualTo(version + 1).isEqualTo(lake.version());

        assertThat(lake.values("caption_length")).containsExactly(null, 2, 4);
        assertThat(lake.values("even")).containsExactly(false, true, false);
        assertThat(lake.values("pair").get(1)).isEqualTo(Map.of("n", 2L, "both", List.of("cc", "CC")));
        assertThat(lake.cells("caption_length")).isEqualTo(new CellCounts(3, 3, 1, 0, 0, 0, 0));
        assertThat(lake.cells("pair")).isEqualTo(new CellCounts(3, 3, 0, 0, 0, 0, 0));
        Set<String> added = new HashSet<>(lake.dataFiles().keySet());
        added.removeAll(before);
        assertThat(added).hasSize(2);
        assertThat(lake.dataFiles().keySet()).containsAll(before);
    }

    @Test
    void theyAreFeaturesLikeOthersAfterwards() {
        lake.append(Texts.rows(0, "a", "bb"));
        add(LENGTH, EVEN);

        lake.append(Texts.rows(2, "cccc"));
        lake.update("text", "'12345'", "id = 0");
        assertThat(lake.cells("caption_length")).isEqualTo(new CellCounts(3, 1, 0, 1, 1, 0, 0));
        assertThat(lake.cells("even")).isEqualTo(new CellCounts(3, 2, 0, 1, 0, 0, 0));
        lake.backfill("caption_length", "even").run();
        lake.compact();

        assertThat(lake.values("caption_length")).containsExactly(5, 2, 4);
        assertThat(lake.cells("caption_length")).isEqualTo(new CellCounts(3, 3, 0, 0, 0, 0, 0));
        assertThat(lake.cells("even")).isEqualTo(new CellCounts(3, 3, 0, 0, 0, 0, 0));
        assertThat(lake.status("even").identity().parameters()).containsEntry("expression", "id % 2 = 0");
    }

    @Test
    void idsStayRightAfterColumnsWereDropped() {
        lake.append(Texts.rows(0, "a", "bb"));
        add(PAIR, LENGTH);
        lake.registry().drop("pair");
        add(Feature.sql("pair", "named_struct('x', make_array(id))"), WORDS);
        lake.registry().drop("caption_length");
        Columns.drop(lake.table(), List.of("tags"), now -> {});
        add(LENGTH);

        assertThat(lake.values("pair")).containsExactly(Map.of("x", List.of(0L)), Map.of("x", List.of(1L)));
        assertThat(lake.values("words")).containsExactly("a", "bb");
        assertThat(lake.values("caption_length")).containsExactly(1, 2);
        assertThat(lake.cells("words")).isEqualTo(new CellCounts(2, 2, 0, 0, 0, 0, 0));
    }

    @Test
    void rowsThatAreAppendedMeanwhileAreComputedOrMissing() throws Exception {
        lake.append(Texts.rows(0, "a", "bb"));
        Thread appender = new Thread(() -> {
            for (int i = 0; i < 10; i++) {
                lake.append(Texts.rows(2 + i, "ccc"));
            }
        });

        appender.start();
        add(LENGTH);
        appender.join();
        CellCounts cells = lake.cells("caption_length");
        lake.backfill("caption_length").run();

        assertThat(cells.fresh()).isGreaterThanOrEqualTo(2);
        assertThat(cells.fresh() + cells.missing()).isEqualTo(12).isEqualTo(cells.rows());
        assertThat(lake.values("caption_length")).containsExactly(1, 2, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3);
    }

    @Test
    void featuresThatAreAlteredMeanwhileStayAltered() throws Exception {
        lake.append(Texts.rows(0, "a", "bb"));
        add(LENGTH);
        Thread altering = new Thread(() -> {
            for (int i = 1; i <= 60; i++) {
                lake.registry()
                        .alter(
                                "caption_length",
                                SqlFeatures.typed(
                                        lake.table(),
                                        Feature.sql("caption_length", "length(text) + CAST(" + i + " AS INT)")));
            }
        });

        altering.start();
        for (int i = 0; altering.isAlive() && i < 40; i++) {
            add(Feature.sql("even" + i, "id % 2 = " + i));
        }
        altering.join();

        assertThat(lake.status("caption_length").identity().parameters())
                .containsEntry("expression", "length(text) + CAST(60 AS INT)");
    }

    @Test
    void anEmptyTableGetsTheColumnsToo() {
        add(LENGTH);
        lake.append(Texts.rows(0, "a"));

        assertThat(lake.cells("caption_length")).isEqualTo(new CellCounts(1, 0, 0, 1, 0, 0, 0));
    }

    @Test
    void theJobIsWrittenDown() {
        lake.append(Texts.rows(0, "a"));
        add(LENGTH);

        List<Map<String, Object>> jobs = lake.rowsOf("_joust_jobs");
        assertThat(jobs).hasSize(1);
        assertThat(jobs.get(0)).containsEntry("kind", "add_columns").containsEntry("state", "done");
        assertThat(lake.status("caption_length")
                        .fragments()
                        .get(0)
                        .stamps()
                        .get(0)
                        .job())
                .isEqualTo(jobs.get(0).get("id"));
    }

    @Test
    void wrongExpressionsAndTakenNamesChangeNothing() throws Exception {
        lake.append(Texts.rows(0, "a"));
        add(LENGTH);
        Map<String, Integer> files = lake.dataFiles();
        long version = lake.version();

        assertThatThrownBy(() -> add(EVEN, Feature.sql("bad", "length(txet)")))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageStartingWith("Cannot add feature 'bad' to table 't': ")
                .hasMessageContaining("txet");
        assertThatThrownBy(() -> add(EVEN, LENGTH))
                .isInstanceOf(AlreadyExistsException.class)
                .hasMessage("Cannot add feature 'caption_length' to table 't': it has a column of this name; drop that"
                        + " one first, or use 'features alter'");
        assertThatThrownBy(() -> add(Feature.sql("fails", "CAST(text AS INT)")))
                .isInstanceOf(dev.joust.error.JoustException.class);

        assertThat(lake.version()).isEqualTo(version);
        assertThat(lake.dataFiles()).isEqualTo(files);
    }
}
