// SPDX-License-Identifier: Apache-2.0
package dev.joust;

import static java.util.Objects.requireNonNull;

import dev.joust.error.NotFoundException;
import dev.joust.internal.query.IndexEngine;
import dev.joust.internal.view.ViewEngine;
import dev.joust.view.RebuildEstimate;
import dev.joust.view.RefreshResult;
import dev.joust.view.ViewDefinition;
import dev.joust.view.ViewLag;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.LongConsumer;

/**
 * A named query that is a table itself: it holds the rows that its source had at the last refresh.
 *
 * <p>Each row has its row id in the source in the column {@code __source_row_id}. A view can be queried, indexed,
 * tagged and loaded like any table, and LanceDB's clients read it; only a refresh writes it.
 *
 * <p>Threads: safe for use by several threads. The lake closes it.
 */
public final class View {
    private final Table table;
    private final ViewDefinition definition;

    View(Table table, ViewDefinition definition) {
        this.table = requireNonNull(table, "table");
        this.definition = requireNonNull(definition, "definition");
    }

    /** Its name. */
    public String name() {
        return table.name();
    }

    /** What it holds. */
    public ViewDefinition definition() {
        return definition;
    }

    /** The view as a table, to be read. */
    public Table table() {
        return table;
    }

    /**
     * Brings the view up to date in one commit, reading only what changed in the source.
     *
     * <p>Rows that did not change stay where they are, with the values of features that the view has itself; of new and
     * replaced rows these are missing. Indexes stay, and answer for the new rows as well; one that would not is built
     * anew after the commit.
     *
     * @throws NotFoundException if the source is gone; the view is as it was
     * @throws dev.joust.error.InvalidRequestException if the source lost a column that the view uses
     */
    public RefreshResult refresh() {
        return refresh(written -> {});
    }

    /**
     * Brings the view up to date like {@link #refresh()} and tells how far it is.
     *
     * @param progress hears, on the calling thread, how many rows were written, again and again until the commit, after
     *     each batch at least; what it throws ends the refresh, and the view is as it was
     */
    public RefreshResult refresh(LongConsumer progress) {
        table.lake().requireWritable("refresh view '" + name() + "'");
        return mended(
                ViewEngine.refresh(table.handle(), source("refresh").handle(), requireNonNull(progress, "progress")));
    }

    /**
     * Brings the view up to date by reading all of its source, in one commit. Rows that are right stay where they are.
     */
    public RefreshResult rebuild() {
        return rebuild(written -> {});
    }

    /** Fills the view anew like {@link #rebuild()} and tells how far it is, like {@link #refresh(LongConsumer)}. */
    public RefreshResult rebuild(LongConsumer progress) {
        table.lake().requireWritable("rebuild view '" + name() + "'");
        return mended(
                ViewEngine.rebuild(table.handle(), source("rebuild").handle(), requireNonNull(progress, "progress")));
    }

    /** An index that still holds rows of fragments that went as a whole would find too few of the others. */
    private RefreshResult mended(RefreshResult result) {
        if (result.rowsAfter() > 0) {
            new IndexEngine(table.handle()).mend();
        }
        return result;
    }

    /** The source's version that the view has come to; empty if it was never refreshed. */
    public OptionalLong sourceVersion() {
        return ViewEngine.sourceVersion(table.handle());
    }

    /**
     * How far the view is behind its source.
     *
     * @throws NotFoundException if the source is gone
     */
    public ViewLag behind() {
        return ViewEngine.behind(table.handle(), source("look at").handle());
    }

    /**
     * How much a rebuild would copy, judged by some of the rows.
     *
     * @throws NotFoundException if the source is gone
     */
    public RebuildEstimate estimateRebuild() {
        return RebuildSample.estimate(source("estimate a rebuild of"), definition);
    }

    /**
     * The table that it holds rows of.
     *
     * @throws NotFoundException if it is gone
     */
    public Table source() {
        return source("open the source of");
    }

    private Table source(String verb) {
        Lake lake = table.lake();
        if (!lake.exists(definition.source())) {
            throw new NotFoundException(
                    "Cannot " + verb + " view '" + name() + "': its source '" + definition.source()
                            + "' is not in lake '" + lake.uri()
                            + "' any more; create it again, or drop the view, which still has its rows",
                    "table",
                    definition.source(),
                    List.of());
        }
        return lake.openTable(definition.source());
    }
}
