// SPDX-License-Identifier: Apache-2.0
package dev.joust;

import static org.assertj.core.api.Assertions.assertThat;

import dev.joust.diff.RowDiff;
import dev.joust.diff.TableDiff;
import dev.joust.feature.Feature;
import dev.joust.feature.InputType;
import dev.joust.lineage.Lineage;
import dev.joust.lineage.LineageEdge;
import dev.joust.lineage.LineageNode;
import dev.joust.schema.Key;
import dev.joust.schema.Types;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The code of docs/lineage-and-diff.md. */
class LineageDocsTest {
    record Frame(@Key long id, String timeofday, String caption) {}

    @TempDir
    Path folder;

    private static Feature words(int version) {
        return Feature.of("words", Types.INT64)
                .version(version)
                .from("caption", InputType.STRING)
                .map(caption -> (long) caption.split(" ", -1).length);
    }

    @Test
    void tellsWhereAColumnComesFromAndWhatChanged() {
        try (Lake lake = Joust.open(folder)) {
            Table frames = lake.createTable("frames", Frame.class);
            frames.append(List.of(new Frame(0, "night", "a rainy night"), new Frame(1, "daytime", "sun")));
            frames.addFeatures(words(1));
            frames.backfill("words").run();
            lake.createView("wordy", frames.query().where("words > 2")).refresh();

            List<String> viewsOfIt = new ArrayList<>();
            // region lineage
            Lineage lineage = frames.lineage("words");
            LineageNode.OfFeature feature =
                    (LineageNode.OfFeature) lineage.find("feature:frames.words").orElseThrow();
            feature.identity(); // the function that the table records: name, version, parameters, hashes
            feature.rowsByVersion(); // the functions that made the cells: {words 1=2}
            for (LineageEdge edge : lineage.outOf("column:frames.words")) {
                viewsOfIt.add(edge.kind() + " " + edge.to()); // FILTERS table:wordy
            }
            // endregion
            assertThat(feature.rowsByVersion()).hasToString("{words 1=2}");
            assertThat(viewsOfIt).contains("FILTERS table:wordy");

            long monday = frames.version();
            frames.upsert(List.of(new Frame(1, "night", "sun"), new Frame(2, "night", "stars")));
            frames.alterFeature("words", words(2));
            frames.backfill("words").run();

            List<String> rows = new ArrayList<>();
            // region diff
            TableDiff diff = frames.diff(monday, frames.version());
            String words = diff.toString();
            // 1 row added, 1 changed (timeofday in 1), feature 'words' went from version 1 to 2
            for (RowDiff row : diff.rows()) {
                rows.add(row.change() + " " + row.key() + " " + row.values().size());
            }
            // endregion
            assertThat(words)
                    .isEqualTo("1 row added, 1 changed (timeofday in 1), feature 'words' went from version 1 to 2");
            assertThat(rows).containsExactly("ADDED {id=2} 0", "CHANGED {id=1} 1");
        }
    }
}
