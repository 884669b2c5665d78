// SPDX-License-Identifier: Apache-2.0
package dev.joust.crash;

import dev.joust.Lake;
import dev.joust.Table;
import dev.joust.backfill.Backfill;
import dev.joust.feature.ErrorPolicy;
import dev.joust.index.Index;
import dev.joust.job.JobListener;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** What the process that is killed was about to do. */
enum Life {
    /** The first backfill of two features in one pass. */
    FILL,
    /** The backfill of a function that changed, under a full text index. */
    CHANGED,
    /** The same function once more over all rows. */
    RECOMPUTE,
    /** A compaction and a cleanup, then the backfill of what was appended since. */
    OPTIMIZE;

    static final int FRAGMENTS = 8;
    static final int FRAGMENT_ROWS = 150;
    static final int ROWS = FRAGMENTS * FRAGMENT_ROWS;

    private static final Set<Moment> OPTIMIZING =
            EnumSet.of(Moment.STAMP_BEFORE_WRITE, Moment.STAMP_WRITTEN, Moment.CLEANUP);

    /** The moments that there are in it. */
    Set<Moment> moments() {
        Set<Moment> moments = EnumSet.complementOf(EnumSet.of(Moment.NEVER));
        if (this == OPTIMIZE) {
            moments.removeAll(EnumSet.of(Moment.ERRORS_COMMITTED, Moment.AFTER_COMMIT));
        } else {
            moments.removeAll(OPTIMIZING);
            if (this != CHANGED) {
                moments.remove(Moment.INDEX_BUILT);
            }
        }
        return moments;
    }

    /** The version of the function that the process brings. */
    private int version() {
        return this == CHANGED ? 2 : 1;
    }

    /** Makes the table. */
    Table create(Lake lake, Path folder) {
        Trap none = Trap.none(folder);
        Table table = lake.createTable("t", Footage.SCHEMA);
        for (int i = 0; i < FRAGMENTS; i++) {
            table.appendRows(Footage.rows(i * FRAGMENT_ROWS, (i + 1) * FRAGMENT_ROWS));
        }
        table.createIndex(Index.btree("id"));
        table.addFeatures(Footage.word(folder, 1, none), Footage.size(folder));
        if (this == FILL) {
            return table;
        }
        if (this == OPTIMIZE) {
            table.backfill("word", "size")
                    .where("id % 3 <> 1")
                    .onError(ErrorPolicy.skip())
                    .run();
            table.delete("id % 10 = 7");
            return table;
        }
        table.backfill("word", "size").onError(ErrorPolicy.skip()).run();
        if (this == CHANGED) {
            table.createIndex(Index.fullText("word"));
            table.alterFeature("word", Footage.word(folder, 2, none));
        }
        return table;
    }

    /** Does what it is about; can be done again. */
    void run(Table table, Path folder, JobListener listener, Trap trap) {
        table.lake().register(List.of(Footage.word(folder, version(), trap), Footage.size(folder)));
        if (this == OPTIMIZE) {
            table.optimize(Duration.ZERO);
        }
        Backfill backfill = table.backfill("word", "size")
                .concurrency(2)
                .batchRows(8)
                .checkpointRows(Footage.CHECKPOINT_ROWS)
                .commitFragments(Footage.COMMIT_FRAGMENTS)
                .commitSeconds(1000)
                .onError(ErrorPolicy.skip())
                .onProgress(listener);
        if (this == RECOMPUTE) {
            backfill.recompute();
        }
        backfill.run();
    }
}
