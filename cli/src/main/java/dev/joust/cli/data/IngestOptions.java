// SPDX-License-Identifier: Apache-2.0
package dev.joust.cli.data;

import dev.joust.driving.FootageIngest;
import dev.joust.driving.PortionLimits;
import dev.joust.driving.bdd100k.OnError;
import picocli.CommandLine.Option;

/** What all ingests can be told. */
final class IngestOptions {
    @Option(
            names = "--on-error",
            paramLabel = "HOW",
            defaultValue = "skip",
            description = "What to do with an image that cannot become a row: skip or fail, which then adds nothing at"
                    + " all. Default: ${DEFAULT-VALUE}.")
    private OnError onError = OnError.SKIP;

    @Option(
            names = "--commit-seconds",
            paramLabel = "S",
            defaultValue = "" + PortionLimits.DEFAULT_COMMIT_SECONDS,
            description = "Seconds after which the rows so far are committed, unless --on-error is fail."
                    + " Default: ${DEFAULT-VALUE}.")
    private double commitSeconds;

    @Option(
            names = "--commit-bytes",
            paramLabel = "N",
            defaultValue = "" + PortionLimits.DEFAULT_COMMIT_BYTES,
            description = "Bytes of images after which they are committed, unless --on-error is fail."
                    + " Default: ${DEFAULT-VALUE}, which is 4 GiB.")
    private long commitBytes;

    FootageIngest applyTo(FootageIngest ingest) {
        return ingest.onError(onError).commitEvery(new PortionLimits(commitBytes, commitSeconds));
    }
}
