// SPDX-License-Identifier: Apache-2.0
package dev.joust;

import static dev.joust.feature.ErrorPolicy.fail;
import static dev.joust.feature.ErrorPolicy.firstOf;
import static dev.joust.feature.ErrorPolicy.retry;
import static dev.joust.feature.ErrorPolicy.skip;
import static org.assertj.core.api.Assertions.assertThat;

import dev.joust.backfill.BackfillResult;
import dev.joust.error.FeaturesFailedException;
import dev.joust.feature.Backoff;
import dev.joust.feature.BatchUdf;
import dev.joust.feature.CellCounts;
import dev.joust.feature.ErrorPolicy;
import dev.joust.feature.Feature;
import dev.joust.feature.InputBatch;
import dev.joust.feature.InputType;
import dev.joust.feature.OutputBatch;
import dev.joust.job.JobError;
import dev.joust.schema.Types;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The code of docs/errors.md. */
class ErrorsGuideTest {
    /** A row. */
    record Page(long id, String url) {}

    @TempDir
    Path folder;

    private Lake lake;
    private Table pages;

    @BeforeEach
    void openALakeOfPages() {
        lake = Joust.open(folder.resolve("lake"));
        pages = lake.createTable("pages", Page.class);
        List<Page> rows = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            rows.add(new Page(i, "https://example.com/" + (i == 77 ? "broken" : i)));
        }
        pages.append(rows);
    }

    @AfterEach
    void closeTheLake() {
        lake.close();
    }

    /** A service that is busy each first time, and has no title for one page. */
    private static final class Service {
        private static final Set<String> ASKED = ConcurrentHashMap.newKeySet();
        private static volatile boolean isMended;

        static String title(String url) throws IOException {
            if (url.endsWith("broken") && !isMended) {
                throw new IllegalArgumentException("corrupt page");
            } else if (ASKED.add(url)) {
                throw new IOException("503 busy");
            }
            return "title of " + url;
        }
    }

    // region batch
    /** Titles of pages; a page without one fails alone. */
    static final class Titles implements BatchUdf {
        @Override
        public void compute(InputBatch in, OutputBatch out) {
            for (int row = 0; row < in.rows(); row++) {
                try {
                    out.set(row, Service.title(in.string(0, row)));
                } catch (Exception e) {
                    out.fail(row, e);
                }
            }
        }
    }
    // endregion

    @Test
    void followsRules() {
        pages.addFeatures(Feature.of("title", Types.STRING)
                .version(1)
                .from("url", InputType.STRING)
                .batch(Titles.class, Titles::new));

        // region policy
        ErrorPolicy policy = firstOf(
                retry(3).on(IOException.class)
                        .matching("503|429")
                        .backoff(Backoff.exponential(Duration.ofMillis(100)).atMost(Duration.ofSeconds(20)))
                        .then(skip()),
                skip().on(IllegalArgumentException.class).on(TimeoutException.class),
                fail());
        BackfillResult result = pages.backfill("title")
                .onError(policy)
                .timeoutSeconds(30)
                .maxFailedRows(1000)
                .maxFailedFraction(0.05)
                .run();
        // endregion

        assertThat(result.rowsFailed()).isEqualTo(1);
        List<String> seen = new ArrayList<>();
        // region errors
        for (JobError error : lake.jobErrors(result.job())) {
            seen.add("row " + error.rowId() + " (" + error.input() + "): " + error.message());
        }
        // endregion
        assertThat(seen)
                .containsExactly("row 77 (url=https://example.com/broken):"
                        + " java.lang.IllegalArgumentException: corrupt page");
        CellCounts before = pages.feature("title").cells();
        Service.isMended = true;
        // region retry
        BackfillResult retried =
                pages.backfill("title").retryFailed().onError(policy).run();
        CellCounts cells = pages.feature("title").cells();
        // endregion
        assertThat(before.failed()).isEqualTo(1);
        assertThat(retried.rowsTotal()).isEqualTo(1);
        assertThat(cells.failed()).isZero();
        assertThat(cells.fresh()).isEqualTo(200);
    }

    @Test
    void stopsFeaturesAlone() {
        pages.addFeatures(
                Feature.of("host", Types.STRING)
                        .version(1)
                        .from("url", InputType.STRING)
                        .map(url -> url.substring(0, 19)),
                Feature.of("number", Types.INT32)
                        .version(1)
                        .from("url", InputType.STRING)
                        .map(url -> Integer.valueOf(url.substring(20))));

        List<String> again = new ArrayList<>();
        // region alone
        try {
            pages.backfill("host", "number").run();
        } catch (FeaturesFailedException e) {
            again.addAll(e.failed()); // [number]; e.complete() is [host]
        }
        // endregion

        assertThat(again).containsExactly("number");
        assertThat(pages.feature("host").cells().fresh()).isEqualTo(200);
    }
}
