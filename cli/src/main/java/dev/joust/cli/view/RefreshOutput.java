// SPDX-License-Identifier: Apache-2.0
package dev.joust.cli.view;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.joust.view.RefreshResult;

/** What a refresh did, as fields. */
public final class RefreshOutput {
    private RefreshOutput() {}

    /** Adds the fields to an object. */
    public static ObjectNode write(ObjectNode json, RefreshResult result) {
        json.put("view", result.view())
                .put("mode", result.mode().toString())
                .put("why", result.why())
                .put("rows_before", result.rowsBefore())
                .put("rows_after", result.rowsAfter())
                .put("added", result.added())
                .put("removed", result.removed())
                .put("replaced", result.replaced())
                .put("version", result.version())
                .put("source_version", result.sourceVersion());
        ArrayNode fragments = json.putArray("fragments_read");
        result.fragmentsRead().forEach(fragments::add);
        return json;
    }
}
