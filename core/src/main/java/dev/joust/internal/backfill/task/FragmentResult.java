// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.backfill.task;

import dev.joust.internal.backfill.call.FailureReport;
import dev.joust.internal.backfill.rows.RowError;
import dev.joust.internal.lance.files.ColumnFile;
import java.io.Serializable;
import java.util.List;

/**
 * What a fragment's task wrote; not visible before it is committed.
 *
 * @param version the version that was read
 * @param files a column file for each feature
 * @param rewritten columns of which values were written again that were not NULL, changed or not
 * @param rowsComputed rows of which every cell was computed
 * @param rowsFailed rows of which a cell failed
 * @param rowsReused rows of which every cell was taken from checkpoints, failed ones not among them
 * @param errors the failures
 * @param failures what else went wrong in the process that computed it
 * @param checkpoints those that hold the same values, and are of no use any more once the files are committed
 */
public record FragmentResult(
        int fragment,
        long version,
        List<ColumnFile> files,
        List<String> rewritten,
        long rowsComputed,
        long rowsFailed,
        long rowsReused,
        List<RowError> errors,
        FailureReport failures,
        List<String> checkpoints)
        implements Serializable {
    public FragmentResult {
        files = List.copyOf(files);
        rewritten = List.copyOf(rewritten);
        errors = List.copyOf(errors);
        checkpoints = List.copyOf(checkpoints);
    }
}
