// SPDX-License-Identifier: Apache-2.0
package dev.joust.cli.sync;

import dev.joust.cli.feature.JobProgress;
import dev.joust.cli.print.ProgressPrinter;
import dev.joust.sync.SyncEvent;
import dev.joust.sync.SyncListener;
import dev.joust.view.RefreshMode;
import java.util.OptionalLong;

/** Shows on stderr what a sync tells. */
final class SyncProgress implements SyncListener {
    private final ProgressPrinter printer;
    private String stage = "";

    /** The view that was looked at last; a view without change is looked at once, and is no stage. */
    private String looked = "";

    private JobProgress job;

    SyncProgress(ProgressPrinter printer) {
        this.printer = printer;
        this.job = new JobProgress(printer);
    }

    @Override
    public void onEvent(SyncEvent event) {
        if (event instanceof SyncEvent.Backfilling backfilling) {
            if (!stage.equals("backfill " + event.table())) {
                stage = "backfill " + event.table();
                job = new JobProgress(printer);
            }
            job.onEvent(backfilling.job());
        } else if (event instanceof SyncEvent.Refreshing refreshing) {
            if (looked.equals(event.table()) || refreshing.rowsWritten() > 0) {
                begin("refresh " + event.table());
                printer.reach(refreshing.rowsWritten());
            }
            looked = event.table();
        } else if (event instanceof SyncEvent.Indexing indexing) {
            begin("index " + event.table() + " " + indexing.index());
        } else if (event instanceof SyncEvent.Indexed indexed) {
            begin("index " + event.table() + " " + indexed.index().index());
            printer.reach(indexed.index().rowsIndexed());
            printer.commit(indexed.index().version());
        } else if (event instanceof SyncEvent.Refreshed refreshed
                && refreshed.view().mode() != RefreshMode.NO_OP) {
            begin("refresh " + event.table());
            printer.commit(refreshed.view().version());
        }
    }

    private void begin(String name) {
        if (!stage.equals(name)) {
            stage = name;
            printer.begin(name, OptionalLong.empty());
        }
    }
}
