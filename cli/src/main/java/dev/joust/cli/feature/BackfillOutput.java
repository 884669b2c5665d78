// SPDX-License-Identifier: Apache-2.0
package dev.joust.cli.feature;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.joust.backfill.BackfillResult;
import dev.joust.cli.print.JsonFields;

/** What a backfill did, as fields. */
public final class BackfillOutput {
    private BackfillOutput() {}

    /** Adds the fields to an object. */
    public static ObjectNode write(ObjectNode json, BackfillResult result) {
        return json.put("job", result.job())
                .put("rows_total", result.rowsTotal())
                .put("rows_computed", result.rowsComputed())
                .put("rows_failed", result.rowsFailed())
                .put("rows_reused", result.rowsReused())
                .put("version", result.version())
                .put("seconds", JsonFields.seconds(result.seconds()));
    }
}
