// SPDX-License-Identifier: Apache-2.0
package dev.joust.cli.feature;

import static dev.joust.feature.ErrorPolicy.skip;
import static org.assertj.core.api.Assertions.assertThat;

import dev.joust.Joust;
import dev.joust.Lake;
import dev.joust.Table;
import dev.joust.cli.TinyLake;
import dev.joust.feature.CellCounts;
import dev.joust.feature.Feature;
import dev.joust.feature.InputType;
import dev.joust.schema.Key;
import dev.joust.schema.Types;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The history that docs/stamps.md tells, and the picture on it shows. */
class StampsPageTest {
    private static final Path DOCS = Path.of("..", "docs");

    record Photo(@Key long id, @Nullable String caption) {}

    // region words
    static final Feature WORDS = words(1);
    static final Feature WORDS_2 = words(2);

    private static Feature words(int version) {
        return Feature.of("words", Types.INT32)
                .version(version)
                .from("caption", InputType.STRING)
                .map(caption -> {
                    if (caption.isBlank()) {
                        throw new IllegalArgumentException("a caption without words");
                    }
                    return caption.strip().split("\\s+").length;
                });
    }
    // endregion

    @TempDir
    private Path folder;

    private final List<String> history = new ArrayList<>();

    @Test
    void thePageTellsWhatHappens() throws IOException {
        try (Lake lake = Joust.open(folder)) {
            Table photos = lake.createTable("photos", Photo.class);
            photos.append(photos("one", "two words", null, "a b c", "", "five of them are here", "six", "seven more"));
            history.add(String.format(
                    "%-44s%6s%8s%9s%7s%8s%9s", "", "rows", "fresh", "missing", "stale", "failed", "foreign"));
            photos.addFeatures(WORDS);
            tell(photos, "features add: nobody computed a cell");
            photos.backfill("words").onError(skip()).run();
            tell(photos, "backfill: a NULL is fresh, one failed");
            photos.append(List.of(new Photo(8, "new"), new Photo(9, "newer"), new Photo(10, "the newest one")));
            tell(photos, "append 3 rows: missing");
            photos.backfill("words").where("id < 10").run();
            tell(photos, "backfill where id < 10: one stays missing");
            photos.update(Map.of("caption", "'two words more'"), "id = 1");
            tell(photos, "update caption of id 1: its cell is stale");
            photos.delete("id = 0");
            tell(photos, "delete id 0: a row less");
            photos.upsert(List.of(new Photo(3, "another text")));
            tell(photos, "upsert id 3: a new row, missing");
            photos.appendRows(List.of(Map.of("id", 11L, "caption", "by hand", "words", 77)));
            tell(photos, "somebody inserts 77 for id 11: foreign");
        }
        String shown =
                new TinyLake(folder).run("features", "show", "photos", "words").stdout();
        try (Lake lake = Joust.open(folder)) {
            Table photos = lake.openTable("photos");
            photos.optimize(Duration.ofDays(7));
            tell(photos, "optimize: one fragment, the same cells");
            photos.alterFeature("words", WORDS_2);
            tell(photos, "features alter to version 2: stale");
            photos.backfill("words").onError(skip()).run();
            tell(photos, "backfill: all but the foreign cell");
            photos.backfill("words").retryFailed().onError(skip()).run();
            tell(photos, "backfill --retry-failed: it fails again");
            photos.update(Map.of("caption", "'words at last'"), "id = 4");
            tell(photos, "update caption of id 4: failed becomes stale");
            photos.backfill("words").recompute().run();
            tell(photos, "backfill --recompute: the foreign one, too");
        }

        String page = Files.readString(DOCS.resolve("stamps.md"));
        assertThat(block(page, "changes")).isEqualTo(String.join("\n", history));
        assertThat(masked(block(page, "show"))).isEqualTo(masked(shown.strip()));
    }

    private void tell(Table photos, String what) {
        CellCounts cells = photos.feature("words").cells();
        history.add(String.format(
                "%-44s%6d%8d%9d%7d%8d%9d",
                what, cells.rows(), cells.fresh(), cells.missing(), cells.stale(), cells.failed(), cells.foreign()));
    }

    private static List<Photo> photos(@Nullable String... captions) {
        List<Photo> photos = new ArrayList<>();
        for (String caption : Arrays.asList(captions)) {
            photos.add(new Photo(photos.size(), caption));
        }
        return photos;
    }

    private static String block(String page, String name) {
        var found = Pattern.compile("<!-- run: " + name + " -->\n```text\n(.*?)\n```", Pattern.DOTALL)
                .matcher(page);
        assertThat(found.find()).as("block " + name).isTrue();
        return found.group(1);
    }

    private static String masked(String text) {
        return text.replaceAll("[0-9a-f]{12,}", "HASH").replaceAll("[0-9]{8}-[0-9]{6}-[0-9a-z-]+", "JOB");
    }
}
