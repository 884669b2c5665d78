// SPDX-License-Identifier: Apache-2.0
package dev.joust.cli.feature;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.joust.cli.TinyLake;
import dev.joust.cli.TinyLake.Outcome;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FeatureCommandsTest {
    @TempDir
    Path folder;

    private TinyLake lake;

    @BeforeEach
    void makeALake() {
        lake = TinyLake.withFrames(folder.resolve("lake"));
    }

    @Test
    void refusesToDropAColumnThatNoFeatureFills() {
        lake.run("features", "add", "frames", "--sql", "n=length(caption)");

        Outcome outcome = lake.run("features", "drop", "frames", "weather");

        assertThat(outcome.exitCode()).isEqualTo(3);
        assertThat(outcome.stderr())
                .isEqualTo("joust: Cannot find feature 'weather' in table 'frames': it is a column that no feature"
                        + " fills; the only feature is 'n'\n");
    }

    @Test
    void aValueThatAnUpdateWroteIsOfNoBackfill() {
        lake.run("features", "add", "frames", "--sql", "n=length(caption)");
        lake.run("update", "frames", "--set", "n=1", "--where", "id = 1");

        assertThat(lake.run("features", "show", "frames", "n").stdout())
                .contains("1 row foreign: the value is of no backfill; an insert or an update wrote it");
    }

    @Test
    void listsWhatTheProgramBrings() {
        Outcome outcome = lake.json("features", "catalog");

        assertThat(outcome.fields())
                .containsExactly("name", "type", "columns", "inputs", "udf", "udf_version", "udf_hash");
        assertThat(outcome.json().findValuesAsText("name")).contains("has_person", "scene_description", "dhash");
    }

    @Test
    void addsSqlFeaturesAndSaysHowToFillThem() {
        Outcome outcome =
                lake.run("features", "add", "frames", "--sql", "twice=id * 2", "--sql", "words=length(caption)");

        assertThat(outcome.stderr()).isEmpty();
        assertThat(outcome.stdout()).isEqualTo("2 features added; fill them with: joust backfill frames twice words\n");
        assertThat(lake.json("features", "add", "frames", "--sql", "half=id / 2")
                        .json())
                .hasToString("{\"table\":\"frames\",\"version\":4,\"features\":[\"half\"]}");
    }

    @Test
    void fillsAndListsFeatures() {
        lake.run("features", "add", "frames", "--sql", "more=people + 1");
        assertThat(lake.run("features", "list", "frames").stdout())
                .contains("fill what is missing or stale with: joust backfill frames more\n");

        Outcome backfill = lake.json("backfill", "frames", "more");

        assertThat(backfill.exitCode()).isZero();
        assertThat(backfill.fields())
                .containsExactly(
                        "job", "rows_total", "rows_computed", "rows_failed", "rows_reused", "version", "seconds");
        assertThat(backfill.json().get("rows_computed").asInt()).isEqualTo(6);
        assertThat(backfill.stderr().lines())
                .allSatisfy(line -> assertThat(line).startsWith("{\"event\":\"").endsWith("}"))
                .anySatisfy(line ->
                        assertThat(line).startsWith("{\"event\":\"commit\"").contains("\"version\":4"));
        JsonNode more = lake.json("features", "list", "frames").json().get(0);
        assertThat(more.get("rows").asInt()).isEqualTo(6);
        assertThat(more.get("fresh").asInt()).isEqualTo(6);
        assertThat(more.get("null").asInt()).isEqualTo(1);
        assertThat(more.get("code_changed").asBoolean()).isFalse();
        assertThat(lake.json("features", "list", "frames").fields())
                .contains(
                        "name",
                        "type",
                        "inputs",
                        "udf",
                        "udf_version",
                        "udf_hash",
                        "missing",
                        "stale",
                        "failed",
                        "foreign");
    }

    @Test
    void computesOnlyWhatNewRowsMiss() {
        lake.run("features", "add", "frames", "--sql", "twice=id * 2");
        lake.run("backfill", "frames", "twice");
        lake.append(6, 9);

        assertThat(lake.json("backfill", "frames", "twice")
                        .json()
                        .get("rows_total")
                        .asInt())
                .isEqualTo(3);
        assertThat(lake.run("backfill", "frames", "twice").stdout())
                .isEqualTo("Nothing to do: no cell of twice is missing or stale\n");
        assertThat(lake.run("backfill", "frames", "twice", "--where", "id < 3").stdout())
                .isEqualTo("Nothing to do: no cell of twice is missing or stale where id < 3\n");
        assertThat(lake.run("backfill", "frames", "twice", "--retry-failed").stdout())
                .isEqualTo("Nothing to do: no row of twice has failed\n");
        assertThat(lake.json("backfill", "frames", "twice", "--recompute")
                        .json()
                        .get("rows_computed")
                        .asInt())
                .isEqualTo(9);
    }

    @Test
    void computesARestrictedPart() {
        lake.append(6, 9);
        lake.run("features", "add", "frames", "--sql", "twice=id * 2");

        Outcome outcome = lake.json(
                "backfill",
                "frames",
                "twice",
                "--where",
                "id > 0",
                "--fragments",
                "1",
                "--concurrency",
                "1",
                "--batch-rows",
                "2",
                "--commit-fragments",
                "1",
                "--commit-seconds",
                "0.5");

        assertThat(outcome.json().get("rows_computed").asInt()).isEqualTo(5);
        assertThat(lake.json("features", "list", "frames")
                        .json()
                        .get(0)
                        .get("missing")
                        .asInt())
                .isEqualTo(4);
    }

    @Test
    void remembersRowsThatFailed() {
        // The bytes of the frames are zeros, no images.
        assertThat(lake.run(
                                "copy",
                                lake.folder() + "/frames.lance",
                                "pictures",
                                "--select",
                                "id",
                                "--select",
                                "image_bytes=image")
                        .exitCode())
                .isZero();
        lake.run("features", "add", "pictures", "dhash");

        Outcome failed = lake.run("backfill", "pictures", "dhash");
        assertThat(failed.exitCode()).isEqualTo(1);

        Outcome skipped = lake.json("backfill", "pictures", "dhash", "--on-error", "skip");
        assertThat(skipped.exitCode()).isZero();
        assertThat(skipped.json().get("rows_failed").asInt()).isEqualTo(6);
        String job = skipped.json().get("job").asText();
        Outcome errors = lake.json("jobs", "errors", job);
        assertThat(errors.json()).hasSize(6);
        assertThat(errors.fields())
                .containsExactly(
                        "job",
                        "table",
                        "column",
                        "udf",
                        "udf_version",
                        "row_id",
                        "fragment",
                        "input",
                        "error",
                        "message",
                        "stack",
                        "attempt",
                        "max_attempts",
                        "time");
        assertThat(lake.run("jobs", "errors", job).stdout())
                .containsPattern("row id +column +function +attempt +input +message")
                .containsPattern(
                        "0 +dhash +dhash 1 +1 of 1 +image_bytes=<1000 bytes> +dev.joust.vision.ImageException: ");
        assertThat(lake.json("jobs", "show", job).json().get("rows_failed").asInt())
                .isEqualTo(6);
        assertThat(lake.json("jobs").json().findValuesAsText("state")).containsExactly("failed", "done");
        assertThat(lake.run("jobs", "list").stdout()).contains("dhash");
        assertThat(lake.json("backfill", "pictures", "dhash", "--retry-failed", "--on-error", "skip")
                        .json()
                        .get("rows_failed")
                        .asInt())
                .isEqualTo(6);
        assertThat(lake.run(
                                "backfill",
                                "pictures",
                                "dhash",
                                "--retry-failed",
                                "--on-error",
                                "skip",
                                "--max-failed",
                                "2")
                        .exitCode())
                .isEqualTo(1);
    }

    @Test
    void findsAJobByHowItsIdBegins() {
        lake.run("features", "add", "frames", "--sql", "twice=id * 2");
        String first =
                lake.json("backfill", "frames", "twice").json().get("job").asText();
        assertThat(lake.json("jobs", "show", first.substring(0, 8))
                        .json()
                        .get("id")
                        .asText())
                .isEqualTo(first);
        String second = lake.json("backfill", "frames", "twice", "--recompute")
                .json()
                .get("job")
                .asText();

        String common = first.substring(0, 2);
        assertThat(second).startsWith(common);
        for (String command : List.of("show", "errors")) {
            Outcome ambiguous = lake.run("jobs", command, common);
            assertThat(ambiguous.exitCode()).isEqualTo(2);
            assertThat(ambiguous.stderr())
                    .isEqualTo("joust: Cannot choose a job by '" + common + "': 2 ids begin so, '" + first + "', '"
                            + second + "'; give more of the one that you mean\n");
            assertThat(lake.run("jobs", command, second).exitCode()).isZero();
            Outcome unknown = lake.run("jobs", command, "zzz");
            assertThat(unknown.exitCode()).isEqualTo(3);
            assertThat(unknown.stderr())
                    .isEqualTo("joust: Cannot find job 'zzz': lake '" + lake.folder()
                            + "' has none of this id; the list of its jobs names them\n");
        }
    }

    @Test
    void showsWhoComputedAFeature() {
        lake.run("features", "add", "frames", "--sql", "twice=id * 2");
        lake.run("backfill", "frames", "twice");

        JsonNode shown = lake.json("features", "show", "frames", "twice").json();

        assertThat(shown.at("/parameters/expression").asText()).isEqualTo("id * 2");
        assertThat(shown.at("/fragments/0/fresh").asInt()).isEqualTo(6);
        assertThat(shown.at("/fragments/0/stamps/0/udf").asText()).isEqualTo("sql");
        assertThat(lake.run("features", "show", "frames", "twice").stdout()).contains("cells       6 fresh\n");
    }

    @Test
    void pointsAFeatureAtAnotherFunction() {
        lake.run("features", "add", "frames", "--sql", "twice=id * 2");
        lake.run("backfill", "frames", "twice");

        Outcome altered = lake.run("features", "alter", "frames", "twice", "--sql", "id + id");

        assertThat(altered.exitCode()).isZero();
        assertThat(altered.stdout()).endsWith("bring its values up to date with: joust backfill frames twice\n");
        assertThat(lake.json("features", "list", "frames")
                        .json()
                        .get(0)
                        .get("stale")
                        .asInt())
                .isEqualTo(6);
    }

    @Test
    void saysThatNothingChangedWhereAFeatureIsPointedAtItsOwnFunction() {
        lake.run("features", "add", "frames", "--sql", "twice=id * 2");
        lake.run("backfill", "frames", "twice");

        Outcome altered = lake.run("features", "alter", "frames", "twice", "--sql", "id * 2");

        assertThat(altered.exitCode()).isZero();
        assertThat(altered.stdout())
                .matches("Feature 'twice' is computed by 'sql' version 1 \\(hash [0-9a-f]{12}\\) as before; nothing"
                        + " changed; its values are up to date\n");
        assertThat(lake.json("features", "alter", "frames", "twice", "--sql", "id * 2")
                        .json()
                        .get("version")
                        .asInt())
                .isEqualTo(4);
        assertThat(lake.json("versions", "frames").json()).hasSize(4);
    }

    @Test
    void previewsWithoutWriting() {
        lake.run("features", "add", "frames", "--sql", "twice=id * 2");

        Outcome known = lake.json("features", "preview", "frames", "twice", "--rows", "2");
        Outcome other = lake.json("features", "preview", "frames", "new", "--sql", "upper(weather)", "--rows", "1");
        Outcome text = lake.run("features", "preview", "frames", "twice", "--rows", "3");

        assertThat(known.fields())
                .containsExactly(
                        "table",
                        "feature",
                        "columns",
                        "rows",
                        "rows_failed",
                        "open_seconds",
                        "seconds",
                        "later_rows",
                        "later_seconds",
                        "rows_per_second",
                        "rows_left",
                        "seconds_left",
                        "sample_too_small");
        assertThat(known.json().get("rows")).hasToString("[{\"_rowid\":0,\"twice\":0},{\"_rowid\":1,\"twice\":2}]");
        assertThat(known.json().get("rows_left").asInt()).isEqualTo(6);
        assertThat(other.json().get("rows")).hasToString("[{\"_rowid\":0,\"new\":\"RAINY\"}]");
        assertThat(text.stdout()).contains("row id").contains("6 rows to compute: ");
        assertThat(lake.run("features", "preview", "frames", "twice", "--rows", "0")
                        .exitCode())
                .isEqualTo(2);
        assertThat(lake.run("features", "preview", "frames", "none").exitCode()).isEqualTo(3);
        assertThat(lake.json("versions", "frames").json()).hasSize(3);
    }

    @Test
    void dropsAFeature() {
        lake.run("features", "add", "frames", "--sql", "twice=id * 2");

        assertThat(lake.run("features", "drop", "frames", "twice").stdout())
                .isEqualTo("Feature 'twice' of 'frames' is gone; version 4\n");
        assertThat(lake.run("features", "list", "frames").stdout())
                .startsWith("Table 'frames' has no features yet; see joust features catalog\n");
    }

    @Test
    void refusesWhatIsNotThere() {
        assertThat(lake.run("features", "add", "frames", "has_persn").stderr()).contains("'has_person'");
        assertThat(lake.run("features", "add", "frames", "has_persn").exitCode())
                .isEqualTo(3);
        assertThat(lake.run("features", "add", "frames").exitCode()).isEqualTo(2);
        assertThat(lake.run("features", "add", "frames", "--sql", "n=lenth(caption)")
                        .exitCode())
                .isEqualTo(2);
        assertThat(lake.run("features", "add", "frames", "--sql", "id=1").exitCode())
                .isEqualTo(2);
        assertThat(lake.run("backfill", "frames", "none").exitCode()).isEqualTo(3);
        assertThat(lake.run("backfill", "frames", "none", "--on-error", "panic").exitCode())
                .isEqualTo(2);
        assertThat(lake.run("backfill", "frames", "none", "--batch-rows", "0").exitCode())
                .isEqualTo(2);
        assertThat(lake.run("jobs", "show", "none").exitCode()).isEqualTo(3);
    }

    @Test
    void skipsRetriesAndLimitsFailures() {
        lake.run("features", "add", "frames", "--sql", "number=cast(caption as int)", "--sql", "twice=id * 2");

        Outcome failed = lake.run("backfill", "frames", "number", "twice");
        assertThat(failed.exitCode()).isEqualTo(1);
        assertThat(failed.stderr())
                .contains("Cannot backfill 1 of 2 features of table 'frames': failed: 'number'; complete: 'twice'; the"
                        + " failures: Cannot compute")
                .contains("failed at row id 0 (caption=a rainy night)")
                .contains("or let it skip rows that fail with --on-error skip");
        assertThat(lake.json("count", "frames", "--where", "twice IS NOT NULL")
                        .json()
                        .get("count")
                        .asInt())
                .isEqualTo(6);
        assertThat(lake.run("backfill", "frames", "number", "--on-error", "skip", "--max-failed-fraction", "0.9")
                        .exitCode())
                .as("too few rows to judge by a fraction")
                .isZero();
        assertThat(lake.run("backfill", "frames", "number", "--recompute", "--on-error", "skip", "--max-failed", "3")
                        .stderr())
                .contains("6 rows failed, at most 3 may")
                .contains("correct the function, or allow more with --max-failed");
    }

    @Test
    void refusesLimitsThatMakeNoSense() {
        lake.run("features", "add", "frames", "--sql", "twice=id * 2");

        assertThat(lake.run("backfill", "frames", "twice", "--retry", "0").stderr())
                .contains("Cannot use option '--retry': it must be positive but was 0; give another value");
        assertThat(lake.run("backfill", "frames", "twice", "--timeout", "0").stderr())
                .contains("Cannot use option '--timeout': it must be positive but was 0.0; give another value");
        assertThat(lake.run("backfill", "frames", "twice", "--max-failed-fraction", "2")
                        .stderr())
                .contains("Cannot use option '--max-failed-fraction': it must be in 0 to 1 but was 2.0; give another"
                        + " value");
        assertThat(lake.run("backfill", "--help").stdout())
                .contains("--on-error=HOW", "--retry=N", "--max-failed=N", "--timeout=SECONDS", "--retry-failed");
    }

    @Test
    void takesRetriesAndATimeout() {
        lake.run("features", "add", "frames", "--sql", "number=cast(caption as int)");

        Outcome retried =
                lake.json("backfill", "frames", "number", "--retry", "1", "--on-error", "skip", "--timeout", "60");

        assertThat(retried.json().get("rows_failed").asInt()).isEqualTo(6);
        assertThat(retried.exitCode()).isZero();
    }
}
