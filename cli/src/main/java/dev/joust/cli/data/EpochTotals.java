// SPDX-License-Identifier: Apache-2.0
package dev.joust.cli.data;

import dev.joust.cli.frame.Output;
import dev.joust.cli.print.HumanFormat;
import dev.joust.cli.print.JsonFields;
import dev.joust.loader.Loader;
import dev.joust.loader.LoaderStatistics;
import java.util.LinkedHashMap;
import java.util.Map;

/** What the loaders of several epochs measured, added up. */
final class EpochTotals {
    private final long seed;
    private long rows;
    private long version;
    private double seconds;
    private double readSeconds;
    private double decodeSeconds;
    private double waitSeconds;
    private String orderHash = "";

    EpochTotals(long seed) {
        this.seed = seed;
    }

    void add(Loader<?> loader) {
        LoaderStatistics statistics = loader.statistics();
        rows += statistics.rows();
        seconds += statistics.seconds();
        readSeconds += statistics.readSeconds();
        decodeSeconds += statistics.decodeSeconds();
        waitSeconds += statistics.waitSeconds();
        orderHash = loader.orderHash();
        version = loader.version();
    }

    boolean isEmpty() {
        return rows == 0;
    }

    void print(Output output, boolean isDecoded) {
        double rowsPerSecond = seconds == 0 ? 0 : rows / seconds;
        output.print(
                json -> json.put("rows", rows)
                        .put("seconds", JsonFields.seconds(seconds))
                        .put("rows_per_second", Math.round(rowsPerSecond * 10) / 10.0)
                        .put("read_seconds", JsonFields.seconds(readSeconds))
                        .put("decode_seconds", JsonFields.seconds(decodeSeconds))
                        .put("wait_seconds", JsonFields.seconds(waitSeconds))
                        .put("seed", seed)
                        .put("order_hash", orderHash)
                        .put("version", version),
                text -> {
                    text.line(HumanFormat.count(rows, "row") + " in " + HumanFormat.seconds(seconds) + " ("
                            + HumanFormat.rate(rowsPerSecond) + ")");
                    Map<String, String> fields = new LinkedHashMap<>();
                    fields.put("reading", HumanFormat.seconds(readSeconds) + " over all threads");
                    if (isDecoded) {
                        fields.put("decoding", HumanFormat.seconds(decodeSeconds) + " over all threads");
                    }
                    fields.put("waiting", HumanFormat.seconds(waitSeconds) + " for the next batch");
                    fields.put("seed", Long.toString(seed));
                    fields.put("order", orderHash);
                    text.fields(fields);
                });
    }
}
