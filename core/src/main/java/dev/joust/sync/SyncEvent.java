// SPDX-License-Identifier: Apache-2.0
package dev.joust.sync;

import static java.util.Objects.requireNonNull;

import dev.joust.job.JobEvent;
import dev.joust.view.RefreshResult;

/** Something that a running sync tells: how far a part is, and each part once it is done or has failed. */
public sealed interface SyncEvent {
    /** The table or view that it is about. */
    String table();

    /** A backfill is at work, and tells this. */
    record Backfilling(String table, JobEvent job) implements SyncEvent {
        /** Checks that nothing is null. */
        public Backfilling {
            requireNonNull(table, "table");
            requireNonNull(job, "job");
        }
    }

    /**
     * A view is being refreshed.
     *
     * @param rowsWritten how many of its rows are written so far; not visible before the commit
     */
    record Refreshing(String table, long rowsWritten) implements SyncEvent {
        /** Checks that nothing is null. */
        public Refreshing {
            requireNonNull(table, "table");
        }
    }

    /** An index is being brought up to date. */
    record Indexing(String table, String index) implements SyncEvent {
        /** Checks that nothing is null. */
        public Indexing {
            requireNonNull(table, "table");
            requireNonNull(index, "index");
        }
    }

    /** Features are filled. */
    record Filled(FilledFeatures features) implements SyncEvent {
        @Override
        public String table() {
            return features.table();
        }
    }

    /** An index is up to date. */
    record Indexed(UpdatedIndex index) implements SyncEvent {
        @Override
        public String table() {
            return index.table();
        }
    }

    /** A view is up to date, as it may have been before. */
    record Refreshed(RefreshResult view) implements SyncEvent {
        @Override
        public String table() {
            return view.view();
        }
    }

    /** A part could not be brought up to date; the sync goes on. */
    record Failed(SyncFailure failure) implements SyncEvent {
        @Override
        public String table() {
            return failure.table();
        }
    }
}
