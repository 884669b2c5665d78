// SPDX-License-Identifier: Apache-2.0
package dev.joust.cli.data;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.joust.cli.frame.Output;
import dev.joust.cli.print.HumanFormat;
import dev.joust.cli.print.JsonFields;
import dev.joust.cli.print.Text;
import dev.joust.loader.Batch;
import dev.joust.loader.BrokenRow;
import dev.joust.loader.Loader;
import dev.joust.loader.LoaderStatistics;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What the loaders of several epochs measured, added up. */
final class EpochTotals {
    /** So many broken rows are named. */
    private static final int MAX_NAMED = 20;

    private final long seed;
    private long rows;
    private long bytes;
    private long brokenRows;
    private long shrunkImages;
    private final List<BrokenRow> named = new ArrayList<>();
    private long version;
    private double seconds;
    private double readSeconds;
    private double decodeSeconds;
    private double waitSeconds;
    private double firstWaitSeconds;
    private double idleSeconds;
    private String orderHash = "";

    EpochTotals(long seed) {
        this.seed = seed;
    }

    /** Remembers the first broken rows of a batch. */
    void add(Batch batch) {
        batch.brokenRows().stream().limit(MAX_NAMED - named.size()).forEach(named::add);
    }

    void add(Loader<?> loader, long shrunk) {
        shrunkImages += shrunk;
        LoaderStatistics statistics = loader.statistics();
        rows += statistics.rows();
        seconds += statistics.seconds();
        readSeconds += statistics.readSeconds();
        decodeSeconds += statistics.decodeSeconds();
        waitSeconds += statistics.waitSeconds();
        firstWaitSeconds += statistics.firstWaitSeconds();
        idleSeconds += statistics.idleSeconds();
        bytes += statistics.bytes();
        brokenRows += statistics.brokenRows();
        orderHash = loader.orderHash();
        version = loader.version();
    }

    boolean isEmpty() {
        return rows == 0 && brokenRows == 0;
    }

    /** All epochs as if they were one. */
    private LoaderStatistics total() {
        return new LoaderStatistics(
                rows,
                bytes,
                brokenRows,
                seconds,
                readSeconds,
                decodeSeconds,
                0,
                waitSeconds,
                firstWaitSeconds,
                idleSeconds,
                0);
    }

    void print(Output output, boolean isDecoded) {
        output.print(this::write, text -> write(text, isDecoded));
    }

    private void write(ObjectNode json) {
        json.put("rows", rows)
                .put("seconds", JsonFields.seconds(seconds))
                .put("rows_per_second", Math.round(total().rowsPerSecond() * 10) / 10.0)
                .put("read_seconds", JsonFields.seconds(readSeconds))
                .put("decode_seconds", JsonFields.seconds(decodeSeconds))
                .put("wait_seconds", JsonFields.seconds(waitSeconds))
                .put("first_wait_seconds", JsonFields.seconds(firstWaitSeconds))
                .put("idle_seconds", JsonFields.seconds(idleSeconds))
                .put("bound", bound())
                .put("bytes", bytes)
                .put("shrunk_images", shrunkImages)
                .put("broken_rows", brokenRows);
        ArrayNode broken = json.putArray("broken");
        named.forEach(row -> broken.addObject().put("row_id", row.rowId()).put("reason", row.reason()));
        json.put("seed", seed).put("order_hash", orderHash).put("version", version);
    }

    private String bound() {
        return total().bound().name().toLowerCase(Locale.ROOT);
    }

    private void write(Text text, boolean isDecoded) {
        text.line(HumanFormat.count(rows, "row") + " in " + HumanFormat.seconds(seconds) + " ("
                + HumanFormat.rate(total().rowsPerSecond()) + ")");
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("read", HumanFormat.bytes(bytes));
        fields.put("reading", HumanFormat.seconds(readSeconds) + " over all threads");
        if (isDecoded) {
            fields.put(
                    "decoding",
                    HumanFormat.seconds(decodeSeconds) + " over all threads, "
                            + HumanFormat.count(shrunkImages, "image") + " shrunk while decoded");
        }
        fields.put(
                "waiting",
                HumanFormat.seconds(waitSeconds) + " for the next batch, " + HumanFormat.seconds(firstWaitSeconds)
                        + " of it for the first");
        fields.put("idle", HumanFormat.seconds(idleSeconds) + " with all batches ready");
        fields.put("bound by", bound());
        fields.put("seed", Long.toString(seed));
        fields.put("order", orderHash);
        if (brokenRows > 0) {
            fields.put("broken", HumanFormat.count(brokenRows, "row"));
        }
        text.fields(fields);
        named.forEach(row -> text.line("row " + row.rowId() + ": " + row.reason()));
        if (brokenRows > named.size()) {
            text.line("and " + HumanFormat.count(brokenRows - named.size(), "other"));
        }
    }
}
