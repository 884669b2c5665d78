// SPDX-License-Identifier: Apache-2.0
package dev.joust.benchmarks;

import static dev.joust.benchmarks.Report.millis;
import static dev.joust.benchmarks.Report.percent;
import static dev.joust.benchmarks.Report.whole;

import dev.joust.Joust;
import dev.joust.Lake;
import dev.joust.LakeOptions;
import dev.joust.Table;
import dev.joust.View;
import dev.joust.schema.TableSchema;
import dev.joust.schema.Types;
import dev.joust.view.RefreshMode;
import dev.joust.view.RefreshResult;
import java.nio.file.Path;
import java.time.Duration;
import java.util.AbstractList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** What a refresh costs that follows an append, against filling the same view anew, by the size of both. */
final class Refreshes {
    private static final int ROUNDS = 9;
    private static final int WARM_UP_ROUNDS = 15;
    private static final int FRAGMENT_ROWS = 2_000;
    private static final String RARE = "n < 50";

    /** A source to begin with. */
    private record Source(int fragments, int imageBytes) {}

    private static final List<Source> SOURCES =
            List.of(new Source(100, 20_000), new Source(10, 2_000), new Source(100, 2_000), new Source(1_000, 2_000));

    private Refreshes() {}

    static void run(Path folder) throws Exception {
        Report report = Report.begin("Refreshes after appends: a view of one row in twenty");
        report.header(
                "source rows", "fragments", "bytes a row", "rows appended", "refresh", "a new view", "refresh by it");
        for (Source start : SOURCES) {
            Path place = folder.resolve("refreshes");
            try (Lake lake =
                    Joust.open(place.toString(), LakeOptions.DEFAULT.withCommits(LakeOptions.Commits.UNSYNCED))) {
                measure(report, lake, start);
            }
            ImageEncodings.delete(place);
        }
    }

    private static void measure(Report report, Lake lake, Source start) {
        Table source = lake.createTable(
                "frames",
                TableSchema.builder()
                        .required("id", Types.INT64)
                        .column("n", Types.INT32)
                        .column("image_bytes", Types.LARGE_BINARY)
                        .build());
        long rows = 0;
        for (int i = 0; i < start.fragments(); i++) {
            source.appendRows(rows(rows, FRAGMENT_ROWS, start.imageBytes()));
            rows += FRAGMENT_ROWS;
        }
        View view = lake.createView("rare", source.query().where(RARE));
        view.refresh();
        for (int round = 0; round < WARM_UP_ROUNDS; round++) {
            source.appendRows(rows(rows, 1, start.imageBytes()));
            rows++;
            refreshed(view, RefreshMode.INCREMENTAL);
        }
        for (int appended : List.of(50, 500, 5_000, 50_000)) {
            double[] refreshes = new double[ROUNDS];
            double[] fills = new double[ROUNDS];
            for (int round = 0; round < ROUNDS; round++) {
                source.appendRows(rows(rows, appended, start.imageBytes()));
                rows += appended;
                refreshes[round] = refreshed(view, RefreshMode.INCREMENTAL);
                View anew = lake.createView("anew", source.query().where(RARE));
                fills[round] = refreshed(anew, RefreshMode.REBUILD);
                lake.dropTable("anew");
            }
            double refresh = median(refreshes);
            double fill = median(fills);
            report.row(
                    whole((double) rows),
                    whole(start.fragments()),
                    whole(start.imageBytes()),
                    whole(appended),
                    millis(refresh),
                    millis(fill),
                    percent(refresh / fill));
        }
        source.optimize(Duration.ofDays(1));
        double compacted = refreshed(view, RefreshMode.NO_OP);
        report.row(whole((double) rows), "compacted", whole(start.imageBytes()), "0", millis(compacted), "", "");
    }

    private static double refreshed(View view, RefreshMode mode) {
        long start = System.nanoTime();
        RefreshResult result = view.refresh();
        double seconds = (double) (System.nanoTime() - start) / 1e9;
        if (result.mode() != mode) {
            throw new IllegalStateException("A refresh was " + result.mode() + ": " + result.why());
        }
        return seconds;
    }

    private static List<Map<String, Object>> rows(long from, int count, int imageBytes) {
        SplittableRandom random = new SplittableRandom(from);
        byte[] image = new byte[imageBytes];
        random.nextBytes(image);
        return new AbstractList<>() {
            @Override
            public Map<String, Object> get(int row) {
                long id = from + row;
                return Map.of("id", id, "n", (int) (id * 31 % 1_000), "image_bytes", image);
            }

            @Override
            public int size() {
                return count;
            }
        };
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }
}
