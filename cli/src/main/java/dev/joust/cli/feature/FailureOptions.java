// SPDX-License-Identifier: Apache-2.0
package dev.joust.cli.feature;

import dev.joust.backfill.Backfill;
import dev.joust.feature.Backoff;
import dev.joust.feature.ErrorPolicy;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What a backfill does about functions that fail or do not return. */
public final class FailureOptions {
    private static final Duration FIRST_WAIT = Duration.ofSeconds(1);

    @Option(
            names = "--on-error",
            paramLabel = "HOW",
            defaultValue = "fail",
            description = "What to do with a row that cannot be computed: fail, which stops its feature, or skip it and"
                    + " remember why. Default: ${DEFAULT-VALUE}.")
    private OnRowError onError = OnRowError.FAIL;

    @Option(
            names = "--retry",
            paramLabel = "N",
            description = "Try what fails up to N times more, after 1 s, 2 s, 4 s and so on, before --on-error.")
    private @Nullable Integer retries;

    @Option(
            names = "--max-failed",
            paramLabel = "N",
            description = "With skip: stop a feature when more of its rows than this failed.")
    private @Nullable Long maxFailed;

    @Option(
            names = "--max-failed-fraction",
            paramLabel = "F",
            description = "With skip: stop a feature when a larger part than this of its rows failed, such as 0.05,"
                    + " looked at from " + Backfill.DEFAULT_FRACTION_AFTER_ROWS + " rows on.")
    private @Nullable Double maxFailedFraction;

    @Option(
            names = "--timeout",
            paramLabel = "SECONDS",
            description =
                    "How long one call of a function may take: a row, or a batch where it takes batches. What takes"
                            + " longer has failed. Default: as long as it likes.")
    private @Nullable Double timeoutSeconds;

    /** What happens with a row that cannot be computed. */
    enum OnRowError {
        FAIL,
        SKIP
    }

    /** Tells a backfill. */
    public void apply(Backfill backfill) {
        ErrorPolicy end = onError == OnRowError.SKIP ? ErrorPolicy.skip() : ErrorPolicy.fail();
        backfill.onError(
                retries == null
                        ? end
                        : ErrorPolicy.retry(retries)
                                .backoff(Backoff.exponential(FIRST_WAIT))
                                .then(end));
        if (maxFailed != null) {
            backfill.maxFailedRows(maxFailed);
        }
        if (maxFailedFraction != null) {
            backfill.maxFailedFraction(maxFailedFraction);
        }
        if (timeoutSeconds != null) {
            backfill.timeoutSeconds(timeoutSeconds);
        }
    }
}
