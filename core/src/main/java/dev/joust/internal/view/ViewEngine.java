// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.view;

import dev.joust.error.CommitConflictException;
import dev.joust.error.InvalidRequestException;
import dev.joust.error.NotFoundException;
import dev.joust.internal.lance.FragmentFacts;
import dev.joust.internal.lance.LanceStore;
import dev.joust.internal.lance.LanceTable;
import dev.joust.internal.lance.Snapshot;
import dev.joust.internal.lance.Versions;
import dev.joust.view.RefreshResult;
import dev.joust.view.ViewDefinition;
import dev.joust.view.ViewLag;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * Creates views and brings them up to date.
 *
 * <p>Threads: safe for use by several threads.
 */
public final class ViewEngine {
    /** The view's column with the row id that a row has in the source. */
    public static final String SOURCE_ROW_ID = ViewPlan.SOURCE_ROW_ID;

    private static final int ATTEMPTS = 10;

    private ViewEngine() {}

    /** Whether a table is a view. */
    public static boolean isView(Schema schema) {
        return metadata(schema).containsKey(ViewDefinitionJson.KEY);
    }

    private static Map<String, String> metadata(Schema schema) {
        return Optional.ofNullable(schema.getCustomMetadata()).orElse(Map.of());
    }

    /** The definition in a view's schema. */
    public static ViewDefinition definition(String view, Schema schema) {
        String json = metadata(schema).get(ViewDefinitionJson.KEY);
        if (json == null) {
            throw new InvalidRequestException(
                    "Cannot open view '" + view + "': it is a table, not a view; open it as a table");
        }
        return ViewDefinitionJson.read(view, json);
    }

    /**
     * The schema that a view is created with.
     *
     * @throws InvalidRequestException if the definition does not fit the source, or the source has no stable row ids
     */
    public static Schema schema(LanceStore store, LanceTable source, String view, ViewDefinition definition) {
        try (Snapshot now = source.latest()) {
            if (!now.hasStableRowIds()) {
                throw new InvalidRequestException("Cannot create view '" + view + "': table '" + source.name()
                        + "' has no stable row ids, so that rows could not be told apart after a compaction;"
                        + " make a copy that has them: joust copy " + source.uri() + " " + source.name() + "_stable");
            }
            ViewPlan plan = ViewPlan.of(store, now, definition, "create view '" + view + "'");
            return new Schema(plan.columns(), Map.of(ViewDefinitionJson.KEY, ViewDefinitionJson.write(definition)));
        }
    }

    /** Brings a view up to date, reading only what changed. */
    public static RefreshResult refresh(LanceTable view, LanceTable source) {
        return retried(view, source, ViewRefresh::run);
    }

    /** Fills a view anew from all of its source. */
    public static RefreshResult rebuild(LanceTable view, LanceTable source) {
        return retried(view, source, refresh -> refresh.rebuild("it was asked for"));
    }

    private static RefreshResult retried(LanceTable view, LanceTable source, Function<ViewRefresh, RefreshResult> how) {
        for (int attempt = 1; ; attempt++) {
            try (Snapshot viewNow = view.latest();
                    Snapshot sourceNow = source.latest()) {
                ViewDefinition definition = definition(view.name(), viewNow.schema());
                ViewPlan plan = ViewPlan.of(view.store(), sourceNow, definition, "refresh view '" + view.name() + "'");
                return how.apply(new ViewRefresh(plan, viewNow, sourceNow));
            } catch (CommitConflictException e) {
                if (attempt == ATTEMPTS) {
                    throw e;
                }
            }
        }
    }

    /** The source's version that a view has come to, if it was ever refreshed. */
    public static OptionalLong sourceVersion(LanceTable view) {
        return ViewState.of(view).map(s -> OptionalLong.of(s.sourceVersion())).orElse(OptionalLong.empty());
    }

    /** How far a view is behind its source. */
    public static ViewLag behind(LanceTable view, LanceTable source) {
        Optional<ViewState> state = ViewState.of(view);
        try (Snapshot now = source.latest()) {
            long come = state.map(ViewState::sourceVersion).orElse(0L);
            Set<Integer> known =
                    state.map(s -> fragments(source, s.sourceVersion())).orElse(Set.of());
            long rows = now.fragments().stream()
                    .filter(fragment -> !known.contains(fragment.id()))
                    .mapToLong(FragmentFacts::liveRows)
                    .sum();
            return new ViewLag(Math.max(0, now.version() - come), rows);
        }
    }

    private static Set<Integer> fragments(LanceTable source, long version) {
        try (Snapshot before = Versions.open(source, version)) {
            return before.fragments().stream().map(FragmentFacts::id).collect(Collectors.toSet());
        } catch (NotFoundException e) {
            return Set.of();
        }
    }
}
