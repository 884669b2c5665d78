// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.view;

import dev.joust.error.CommitConflictException;
import dev.joust.error.InvalidRequestException;
import dev.joust.error.NotFoundException;
import dev.joust.error.SchemaMismatchException;
import dev.joust.error.StorageException;
import dev.joust.internal.arrow.ArrowSchemas;
import dev.joust.internal.lance.LanceStore;
import dev.joust.internal.lance.LanceTable;
import dev.joust.internal.lance.Snapshot;
import dev.joust.internal.lance.commit.Changes;
import dev.joust.internal.lance.commit.RowAddresses;
import dev.joust.internal.lance.commit.RowCommit;
import dev.joust.internal.lance.files.NewFragments;
import dev.joust.internal.lance.files.NewRows;
import dev.joust.internal.lance.guard.SqlText;
import dev.joust.internal.lance.read.FilterCheck;
import dev.joust.internal.lance.version.History;
import dev.joust.internal.lance.version.Versions;
import dev.joust.view.RefreshResult;
import dev.joust.view.ViewDefinition;
import dev.joust.view.ViewLag;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.function.LongConsumer;
import org.apache.arrow.vector.types.pojo.Field;
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
            String what = "create view '" + view + "'";
            ViewPlan plan = ViewPlan.of(store, now, definition, what);
            definition.filter().ifPresent(filter -> FilterCheck.require(now, filter, what));
            return new Schema(plan.columns(), Map.of(ViewDefinitionJson.KEY, ViewDefinitionJson.write(definition)));
        }
    }

    /**
     * Brings a view up to date, reading only what changed.
     *
     * @param progress hears how many rows were written; what it throws ends the refresh before its commit
     */
    public static RefreshResult refresh(LanceTable view, LanceTable source, LongConsumer progress) {
        return retried(view, source, progress, ViewRefresh::run);
    }

    /** Fills a view anew from all of its source; otherwise like {@link #refresh}. */
    public static RefreshResult rebuild(LanceTable view, LanceTable source, LongConsumer progress) {
        return retried(view, source, progress, refresh -> refresh.rebuild("it was asked for"));
    }

    private static RefreshResult retried(
            LanceTable view, LanceTable source, LongConsumer progress, Function<ViewRefresh, RefreshResult> how) {
        for (int attempt = 1; ; attempt++) {
            long read = 0;
            try (Snapshot viewNow = view.latest();
                    Snapshot sourceNow = source.latest()) {
                read = sourceNow.version();
                return how.apply(new ViewRefresh(plan(viewNow, sourceNow), viewNow, sourceNow, progress));
            } catch (CommitConflictException e) {
                if (attempt == ATTEMPTS) {
                    throw e;
                }
            } catch (StorageException e) {
                if (attempt == ATTEMPTS || !isCleanedAway(view, source, read)) {
                    throw e;
                }
            }
        }
    }

    /** Whether a cleanup that began before a refresh has taken a version of the source that it read. */
    private static boolean isCleanedAway(LanceTable view, LanceTable source, long read) {
        OptionalLong before = sourceVersion(view);
        return !Versions.has(source, read) || (before.isPresent() && !Versions.has(source, before.getAsLong()));
    }

    private static ViewPlan plan(Snapshot view, Snapshot source) {
        String name = view.table().name();
        ViewDefinition definition = definition(name, view.schema());
        ViewPlan plan = ViewPlan.of(view.table().store(), source, definition, "refresh view '" + name + "'");
        requireSameTypes(plan, view);
        return plan;
    }

    private static void requireSameTypes(ViewPlan plan, Snapshot view) {
        for (Field wanted : plan.columns()) {
            Field stored = view.schema().getFields().stream()
                    .filter(field -> field.getName().equals(wanted.getName()))
                    .findFirst()
                    .orElseThrow(() -> new SchemaMismatchException("Cannot refresh view '"
                            + view.table().name() + "': its column '" + wanted.getName()
                            + "' was dropped; restore an older version of it, or drop the view and create it again"));
            if (!NewFragments.sameType(stored, wanted)) {
                throw new SchemaMismatchException("Cannot refresh view '"
                        + view.table().name() + "': column '" + wanted.getName() + "' is "
                        + ArrowSchemas.column(stored).type() + " in the view, but its source gives "
                        + ArrowSchemas.column(wanted).type() + " now; drop the view and create it again");
            }
        }
    }

    /** The source's version that a view has come to, if it was ever refreshed. */
    public static OptionalLong sourceVersion(LanceTable view) {
        return state(view).map(s -> OptionalLong.of(s.sourceVersion())).orElse(OptionalLong.empty());
    }

    /** The source's version that a view had come to at one of its versions, if it was refreshed by then. */
    public static OptionalLong sourceVersion(Snapshot view) {
        return ViewState.of(view).map(s -> OptionalLong.of(s.sourceVersion())).orElse(OptionalLong.empty());
    }

    private static Optional<ViewState> state(LanceTable view) {
        try (Snapshot now = view.latest()) {
            return ViewState.of(now);
        }
    }

    /**
     * Notes the state of a view with its newest version, so that a cleanup of older versions does not lose it. Does
     * nothing for a table, and for a view whose state is not known.
     */
    public static void carryState(LanceTable view) {
        try (Snapshot now = view.latest()) {
            if (!isView(now.schema())) {
                return;
            }
            Optional<ViewState> state = ViewState.of(now);
            if (state.isPresent() && History.properties(now).get(ViewState.VERSION) == null) {
                Map<String, String> properties = new HashMap<>(state.get().properties());
                properties.put(Changes.OPERATION, "note the source's version");
                RowCommit.replace(now, new RowAddresses(), NewRows.none(now), properties);
            }
        }
    }

    /** Whether a view reads a column of its source. */
    public static boolean uses(ViewDefinition definition, String column) {
        String what = "read a view's definition";
        return definition.projections().stream().anyMatch(projection -> ViewPlan.reads(projection, column))
                || definition
                        .filter()
                        .filter(sql -> SqlText.expression(sql, what).mentions(column))
                        .isPresent();
    }

    /** How far a view is behind its source, and how a refresh would be done. */
    public static ViewLag behind(LanceTable view, LanceTable source) {
        try (Snapshot viewNow = view.latest();
                Snapshot now = source.latest()) {
            long come = ViewState.of(viewNow).map(ViewState::sourceVersion).orElse(0L);
            long versions = Math.max(0, now.version() - come);
            RefreshDecision decision;
            try {
                decision = RefreshDecision.of(plan(viewNow, now), viewNow, now);
            } catch (InvalidRequestException | SchemaMismatchException e) {
                return new ViewLag(versions, now.count(), Optional.empty(), String.valueOf(e.getMessage()));
            }
            try {
                return lag(versions, decision, now);
            } catch (NotFoundException e) {
                String why = RefreshDecision.cleanedAway(decision.delta().from());
                return lag(versions, RefreshDecision.rebuild(why), now);
            }
        }
    }

    private static ViewLag lag(long versions, RefreshDecision decision, Snapshot now) {
        long rows = switch (decision.mode()) {
            case NO_OP -> 0;
            case REBUILD -> now.count();
            case INCREMENTAL -> rows(decision.delta(), now);
        };
        return new ViewLag(versions, rows, Optional.of(decision.mode()), decision.why());
    }

    private static long rows(SourceDelta delta, Snapshot now) {
        try (Snapshot before = now.table().at(delta.from())) {
            return new LagEstimate(before, now).rows(delta);
        }
    }
}
