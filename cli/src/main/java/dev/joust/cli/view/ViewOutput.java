// SPDX-License-Identifier: Apache-2.0
package dev.joust.cli.view;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.joust.View;
import dev.joust.cli.print.HumanFormat;
import dev.joust.cli.print.JsonFields;
import dev.joust.error.NotFoundException;
import dev.joust.view.RefreshMode;
import dev.joust.view.ViewDefinition;
import dev.joust.view.ViewLag;
import java.util.Optional;

/** What a view is and how far it is behind, as fields. */
final class ViewOutput {
    private ViewOutput() {}

    /** A view with what can be said of its source; its lag is unknown where the source is gone. */
    record State(View view, Optional<ViewLag> lag) {
        static State of(View view) {
            try {
                return new State(view, Optional.of(view.behind()));
            } catch (NotFoundException e) {
                return new State(view, Optional.empty());
            }
        }
    }

    static ObjectNode write(ObjectNode json, State state) {
        View view = state.view();
        ViewDefinition definition = view.definition();
        json.put("view", view.name())
                .put("source", definition.source())
                .put("where", definition.filter().orElse(null));
        JsonFields.put(json, "columns", definition.columns());
        JsonFields.put(json, "limit", definition.limit());
        definition
                .sample()
                .ifPresent(sample ->
                        json.putObject("sample").put("share", sample.share()).put("seed", sample.seed()));
        json.put("rows", view.table().count()).put("version", view.table().version());
        JsonFields.put(json, "source_version", view.sourceVersion());
        if (state.lag().isPresent()) {
            ViewLag lag = state.lag().get();
            json.putObject("behind")
                    .put("versions", lag.versions())
                    .put("rows_estimate", lag.rowsEstimate())
                    .put("next", lag.next().map(RefreshMode::toString).orElse(null))
                    .put("why", lag.why());
        } else {
            json.putNull("behind");
        }
        return json;
    }

    /** How far it is behind, in words. */
    static String words(State state) {
        if (state.lag().isEmpty()) {
            return "its source is gone";
        }
        ViewLag lag = state.lag().get();
        if (state.view().sourceVersion().isEmpty()) {
            return "never refreshed";
        }
        if (lag.next().isEmpty()) {
            return "cannot be refreshed";
        }
        if (lag.versions() == 0 && lag.next().get() == RefreshMode.NO_OP) {
            return "up to date";
        }
        String behind = HumanFormat.count(lag.versions(), "version") + " behind";
        return switch (lag.next().get()) {
            case NO_OP -> behind + ", nothing to do";
            case REBUILD -> behind + ", to be rebuilt";
            case INCREMENTAL -> behind + ", " + HumanFormat.count(lag.rowsEstimate(), "row") + " differ";
        };
    }
}
