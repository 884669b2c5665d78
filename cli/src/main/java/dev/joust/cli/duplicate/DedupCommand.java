// SPDX-License-Identifier: Apache-2.0
package dev.joust.cli.duplicate;

import static java.util.Objects.requireNonNull;

import dev.joust.Lake;
import dev.joust.Table;
import dev.joust.backfill.Backfill;
import dev.joust.backfill.BackfillResult;
import dev.joust.cli.arguments.OutputFile;
import dev.joust.cli.feature.FailureOptions;
import dev.joust.cli.feature.JobProgress;
import dev.joust.cli.frame.Help;
import dev.joust.cli.frame.Session;
import dev.joust.cli.print.HumanFormat;
import dev.joust.cli.print.JsonFields;
import dev.joust.cli.print.ProgressPrinter;
import dev.joust.driving.report.DuplicatePage;
import dev.joust.feature.DuplicateFeature;
import dev.joust.vision.NearDuplicates;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Flags near-duplicates. */
@Command(
        name = "dedup",
        description = {
            "Flag near-duplicates: add and fill dhash, then is_duplicate, duplicate_of and duplicate_group_size.",
            "A frame is a duplicate if its hash is within the threshold of that of a kept frame with a lower row id."
        },
        footerHeading = Help.EXAMPLE,
        footer = "  joust dedup bdd100k --threshold 5 --html duplicates.html")
public final class DedupCommand implements Runnable {
    private static final String KEPT =
            "what is committed stays, others may be kept in checkpoints; run the same command again to go on";

    private final Session session;

    @Parameters(index = "0", paramLabel = "TABLE", description = "The table.")
    private String table;

    @Option(
            names = "--threshold",
            paramLabel = "BITS",
            description = "In how many of 64 bits the hashes of duplicates differ at most, 0 to "
                    + DuplicateFeature.MAX_BITS + ". Default: as the table has it, else "
                    + DuplicateFeature.DEFAULT_BITS + ".")
    private @Nullable Integer threshold;

    @Option(
            names = "--hash",
            paramLabel = "COLUMN",
            defaultValue = NearDuplicates.HASH_COLUMN,
            description = "The column with the hashes, int64. Default: ${DEFAULT-VALUE}, of the feature dhash.")
    private String hash = NearDuplicates.HASH_COLUMN;

    @Option(
            names = "--name",
            paramLabel = "COLUMN",
            defaultValue = NearDuplicates.NAME_COLUMN,
            description = "The column whose values duplicate_of shows. Default: ${DEFAULT-VALUE}.")
    private String name = NearDuplicates.NAME_COLUMN;

    @Option(
            names = "--html",
            paramLabel = "FILE",
            converter = OutputFile.Converter.class,
            description = "Write a page with pairs of duplicates as pictures.")
    private @Nullable Path html;

    @Option(
            names = "--pairs",
            paramLabel = "N",
            defaultValue = "" + DuplicatePage.DEFAULT_PAIRS,
            description = "At most so many pairs on the page. Default: ${DEFAULT-VALUE}.")
    private int pairs;

    @Mixin
    private final FailureOptions failures = new FailureOptions();

    DedupCommand(Session session) {
        this.session = session;
    }

    @Override
    public void run() {
        long start = System.nanoTime();
        if (html != null) {
            OutputFile.requireWritable(html);
        }
        try (Lake lake = session.openLake()) {
            Table opened = lake.openTable(table);
            NearDuplicates duplicates = described(opened);
            Optional<DuplicatePage> page =
                    html == null ? Optional.empty() : Optional.of(DuplicatePage.of(opened, name, hash));
            BackfillResult result;
            try (ProgressPrinter progress = session.newProgress()) {
                result = fill(opened, duplicates, new JobProgress(progress));
            }
            NearDuplicates.Counts counts = duplicates.counts();
            int bits = duplicates.bits();
            page.ifPresent(made -> made.report(counts, bits, pairs).write(requireNonNull(html, "html")));
            print(result, counts, bits, (System.nanoTime() - start) / 1e9);
        }
    }

    private NearDuplicates described(Table opened) {
        NearDuplicates duplicates = NearDuplicates.of(opened).hashed(hash).named(name);
        if (threshold == null) {
            return duplicates;
        }
        if (threshold < 0 || threshold > DuplicateFeature.MAX_BITS) {
            throw new IllegalArgumentException("Cannot flag duplicates of table '" + table + "': the threshold is "
                    + threshold + "; give a number of bits from 0 to " + DuplicateFeature.MAX_BITS);
        }
        return duplicates.within(threshold);
    }

    private BackfillResult fill(Table opened, NearDuplicates duplicates, JobProgress progress) {
        Backfill backfill = opened.backfill(duplicates.register().toArray(String[]::new));
        failures.apply(backfill);
        return progress.run(session, backfill, () -> KEPT);
    }

    private void print(BackfillResult result, NearDuplicates.Counts counts, int bits, double seconds) {
        session.output()
                .print(
                        json -> {
                            json.put("rows", counts.rows())
                                    .put("duplicates", counts.duplicates())
                                    .put("groups", counts.groups())
                                    .put("unknown", counts.unknown())
                                    .put("threshold", bits)
                                    .put("rows_computed", result.rowsComputed())
                                    .put("rows_failed", result.rowsFailed())
                                    .put("seconds", JsonFields.seconds(seconds))
                                    .put("version", result.version());
                            if (html != null) {
                                json.put("page", html.toString());
                            }
                        },
                        text -> {
                            text.line(summary(result, counts, bits, seconds));
                            if (counts.unknown() > 0) {
                                text.line(HumanFormat.count(counts.unknown(), "row")
                                        + " without a hash: nothing is known about them");
                            }
                            if (html != null) {
                                text.line("pairs of duplicates as pictures: " + html);
                            } else if (counts.duplicates() > 0) {
                                text.hint("see pairs as pictures with: joust dedup " + table + " --html FILE");
                            }
                        });
    }

    private static String summary(BackfillResult result, NearDuplicates.Counts counts, int bits, double seconds) {
        boolean isOne = counts.duplicates() == 1 || counts.rows() == 1;
        return HumanFormat.count(counts.duplicates()) + " of " + HumanFormat.count(counts.rows(), "row")
                + (isOne ? " is a duplicate" : " are duplicates") + ", in "
                + HumanFormat.count(counts.groups(), "group") + " (hashes within " + HumanFormat.count(bits, "bit")
                + "); " + HumanFormat.seconds(seconds) + ", version " + result.version();
    }
}
