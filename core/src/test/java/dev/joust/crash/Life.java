// SPDX-License-Identifier: Apache-2.0
package dev.joust.crash;

import dev.joust.Lake;
import dev.joust.Table;
import dev.joust.backfill.Backfill;
import dev.joust.feature.ErrorPolicy;
import dev.joust.index.Index;
import dev.joust.job.JobListener;
import dev.joust.sync.SyncEvent;
import dev.joust.sync.SyncResult;
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
    OPTIMIZE,
    /** A sync of all that depends on the table: a function that changed, new rows, indexes, a view, a view of it. */
    SYNC;

    static final int FRAGMENTS = 8;
    static final int FRAGMENT_ROWS = 150;
    static final int ROWS = FRAGMENTS * FRAGMENT_ROWS;

    private static final Set<Moment> OPTIMIZING =
            EnumSet.of(Moment.STAMP_BEFORE_WRITE, Moment.STAMP_WRITTEN, Moment.CLEANUP);
    private static final Set<Moment> SYNCING = EnumSet.of(
            Moment.VIEW_FILE_WRITTEN, Moment.VIEW_COMMITTED_NOT_SYNCED, Moment.VIEW_INDEX_BUILT, Moment.AFTER_PART);
    private static final int FILLED_ROWS = ROWS - 2 * FRAGMENT_ROWS;

    /** The moments that there are in it. */
    Set<Moment> moments() {
        Set<Moment> moments = EnumSet.complementOf(EnumSet.of(Moment.NEVER));
        if (this != SYNC) {
            moments.removeAll(SYNCING);
        }
        if (this == OPTIMIZE) {
            moments.removeAll(EnumSet.of(Moment.ERRORS_COMMITTED, Moment.AFTER_COMMIT));
        } else {
            moments.removeAll(OPTIMIZING);
            if (!hasTextIndex()) {
                moments.remove(Moment.INDEX_BUILT);
            }
        }
        return moments;
    }

    /** The version of the function that the process brings. */
    private int version() {
        return hasTextIndex() ? 2 : 1;
    }

    /** Whether the function changes under a full text index. */
    boolean hasTextIndex() {
        return this == CHANGED || this == SYNC;
    }

    /** Makes the table. */
    Table create(Lake lake, Path folder) {
        Trap none = Trap.none(folder);
        Table table = lake.createTable("t", Footage.SCHEMA);
        append(table, 0, this == SYNC ? FILLED_ROWS : ROWS);
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
        if (hasTextIndex()) {
            table.createIndex(Index.fullText("word"));
        }
        if (this == SYNC) {
            createViews(table);
            append(table, FILLED_ROWS, ROWS);
        }
        if (hasTextIndex()) {
            table.alterFeature("word", Footage.word(folder, 2, none));
        }
        return table;
    }

    private static void append(Table table, int from, int to) {
        for (int first = from; first < to; first += FRAGMENT_ROWS) {
            table.appendRows(Footage.rows(first, first + FRAGMENT_ROWS));
        }
    }

    /** A view with a feature and indexes of its own, and a view of it, both up to date. */
    private static void createViews(Table table) {
        Table view = table.lake()
                .createView("v", table.query().select("id", "word").where("word LIKE 'kind%' AND id % 2 = 0"))
                .table();
        view.addFeatures(view.sqlFeature("loud", "upper(word)"));
        table.lake().createView("w", view.query().where("id % 3 = 0"));
        table.sync().run();
        view.createIndex(Index.fullText("loud"));
        view.createIndex(Index.btree("id"));
    }

    /** Does what it is about; can be done again. */
    void run(Table table, Path folder, JobListener listener, Trap trap) {
        table.lake().register(List.of(Footage.word(folder, version(), trap), Footage.size(folder)));
        if (this == SYNC) {
            sync(table, listener, trap);
            return;
        }
        if (this == OPTIMIZE) {
            table.optimize(Duration.ZERO);
        }
        Backfill backfill = table.backfill("word", "size").onProgress(listener);
        setUp(backfill);
        if (this == RECOMPUTE) {
            backfill.recompute();
        }
        backfill.run();
    }

    private static void setUp(Backfill backfill) {
        backfill.concurrency(2)
                .batchRows(8)
                .checkpointRows(Footage.CHECKPOINT_ROWS)
                .commitFragments(Footage.COMMIT_FRAGMENTS)
                .commitSeconds(1000)
                .onError(ErrorPolicy.skip());
    }

    private static void sync(Table table, JobListener listener, Trap trap) {
        SyncResult result = table.sync()
                .backfilling(Life::setUp)
                .onProgress(event -> {
                    if (event instanceof SyncEvent.Backfilling backfilling) {
                        listener.onEvent(backfilling.job());
                    } else if (!(event instanceof SyncEvent.Refreshing || event instanceof SyncEvent.Indexing)) {
                        trap.at(Moment.AFTER_PART);
                    }
                })
                .run();
        if (!result.isComplete()) {
            throw new AssertionError(result);
        }
    }
}
