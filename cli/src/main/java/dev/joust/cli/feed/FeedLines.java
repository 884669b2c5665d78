// SPDX-License-Identifier: Apache-2.0
package dev.joust.cli.feed;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.joust.loader.Batch;
import dev.joust.loader.Loader;
import dev.joust.loader.LoaderStatistics;
import java.io.PrintStream;
import java.util.Locale;

/** What the process that is fed is told: a JSON object in a line for each event. Threads: belongs to one. */
final class FeedLines {
    private final PrintStream out;

    FeedLines(PrintStream out) {
        this.out = out;
    }

    /** All slots are open. */
    void ready() {
        print(event("ready"));
    }

    void began(int epoch, Loader<Batch> loader) {
        print(event("epoch")
                .put("epoch", epoch)
                .put("rows", loader.rows())
                .put("steps", loader.steps())
                .put("version", loader.version())
                .put("order_hash", loader.orderHash()));
    }

    void delivered(Batch batch, int slot, FeedSlots.Place place) {
        ObjectNode line = event("batch")
                .put("step", batch.step())
                .put("slot", slot)
                .put("row_ids_at", place.rowIdsAt())
                .put("columns_at", place.columnsAt())
                .put("bytes", place.bytes());
        ArrayNode shape = line.putArray("shape");
        for (long length : batch.shape()) {
            shape.add(length);
        }
        ArrayNode broken = line.putArray("broken");
        batch.brokenRows()
                .forEach(row -> broken.addObject().put("row_id", row.rowId()).put("reason", row.reason()));
        print(line);
    }

    void ended(LoaderStatistics statistics, long shrunkImages) {
        print(event("end")
                .put("rows", statistics.rows())
                .put("broken_rows", statistics.brokenRows())
                .put("bytes", statistics.bytes())
                .put("shrunk_images", shrunkImages)
                .put("seconds", statistics.seconds())
                .put("read_seconds", statistics.readSeconds())
                .put("decode_seconds", statistics.decodeSeconds())
                .put("wait_seconds", statistics.waitSeconds())
                .put("first_wait_seconds", statistics.firstWaitSeconds())
                .put("idle_seconds", statistics.idleSeconds())
                .put("bound", statistics.bound().name().toLowerCase(Locale.ROOT)));
    }

    private static ObjectNode event(String name) {
        return JsonNodeFactory.instance.objectNode().put("event", name);
    }

    private void print(ObjectNode line) {
        out.println(line);
        out.flush();
    }
}
