// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.backfill;

import dev.joust.internal.lance.files.ColumnFile;
import java.io.Serializable;
import java.util.List;

/**
 * What a fragment's task wrote; not visible before it is committed.
 *
 * @param files a column file for each feature
 * @param rewritten columns of which values were changed that were not NULL
 * @param rowsComputed rows of which every cell was computed
 * @param rowsFailed rows of which a cell failed
 * @param errors the failures
 */
record FragmentResult(
        int fragment,
        List<ColumnFile> files,
        List<String> rewritten,
        long rowsComputed,
        long rowsFailed,
        List<RowError> errors)
        implements Serializable {
    FragmentResult {
        files = List.copyOf(files);
        rewritten = List.copyOf(rewritten);
        errors = List.copyOf(errors);
    }
}
