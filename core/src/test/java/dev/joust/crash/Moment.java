// SPDX-License-Identifier: Apache-2.0
package dev.joust.crash;

import java.util.regex.Pattern;

/** Where a process is killed. */
enum Moment {
    CALL(Part.TASK, 400),
    CHECKPOINT_BEFORE_WRITE(Part.TASK, 8, "write t\\.lance/_joust/checkpoints/.*"),
    CHECKPOINT_BEFORE_RENAME(Part.TASK, 8, "move t\\.lance/_joust/checkpoints/.*"),
    COLUMN_FILE_WRITTEN(Part.COMMIT, 8, "write t\\.lance/data/.*"),
    COLUMN_FILE_SYNCED(Part.COMMIT, 8, "read t\\.lance/data"),
    /** The process is not stopped here: it runs into Lance's commit while it is killed. */
    COMMIT_RUNNING(Part.COMMIT, 8, "read (_joust_errors\\.lance|t\\.lance/data)"),
    ERRORS_COMMITTED(Part.COMMIT, 2, "write _joust_errors\\.lance/_versions/.*"),
    COMMITTED_NOT_SYNCED(Part.COMMIT, 3, "write t\\.lance/_versions/.*\\.manifest"),
    CHECKPOINT_REMOVAL(Part.COMMIT, 12, "delete t\\.lance/_joust/checkpoints/.*"),
    STAMP_BEFORE_WRITE(Part.COMMIT, 1, "write t\\.lance/_joust/stamps/.*\\.tmp"),
    STAMP_WRITTEN(Part.COMMIT, 1, "read t\\.lance/_joust/stamps"),
    INDEX_BUILT(Part.COMMIT, 2, "write t\\.lance/_indices/.*"),
    CLEANUP(Part.COMMIT, 4, "delete t\\.lance/data/.*"),
    VIEW_FILE_WRITTEN(Part.COMMIT, 4, "write [vw]\\.lance/data/.*"),
    VIEW_COMMITTED_NOT_SYNCED(Part.COMMIT, 4, "write [vw]\\.lance/_versions/.*\\.manifest"),
    VIEW_INDEX_BUILT(Part.COMMIT, 2, "write [vw]\\.lance/_indices/.*"),
    AFTER_PART(Part.BETWEEN, 6),
    AFTER_COMMIT(Part.BETWEEN, 3),
    JOB_BEFORE_ROW(Part.BETWEEN, 2, "write _joust_jobs\\.lance/data/.*"),
    JOB_ROW_COMMITTED(Part.BETWEEN, 2, "write _joust_jobs\\.lance/_versions/.*"),
    NEVER(Part.BETWEEN, 1);

    private final Part part;
    private final int most;
    private final Pattern operation;

    /** What is going on then. */
    enum Part {
        TASK,
        COMMIT,
        BETWEEN
    }

    Moment(Part part, int most) {
        this(part, most, "never");
    }

    Moment(Part part, int most, String operation) {
        this.part = part;
        this.most = most;
        this.operation = Pattern.compile(operation);
    }

    Part part() {
        return part;
    }

    /** How many times it may be let pass, and one. */
    int most() {
        return most;
    }

    /** Whether the process waits there to be killed. */
    boolean waits() {
        return this != COMMIT_RUNNING;
    }

    /** Whether an operation on a file, such as {@code write t.lance/data/x.lance}, is this moment. */
    boolean is(String fileOperation) {
        return operation.matcher(fileOperation).matches();
    }
}
