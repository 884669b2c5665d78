// SPDX-License-Identifier: Apache-2.0
package dev.joust.driving;

import static java.util.Objects.requireNonNull;

import dev.joust.Lake;
import dev.joust.Table;
import dev.joust.View;
import java.util.ArrayList;
import java.util.List;

/**
 * The six views that training and evaluation read: each failure mode, once for {@code train} and once for {@code val}.
 *
 * <p>Views for training leave out duplicates once the table has the column {@code is_duplicate}.
 *
 * <p>Immutable.
 */
public final class DrivingViews {
    private static final String DUPLICATE_COLUMN = "is_duplicate";

    private final Table frames;
    private final double distantAreaPct;

    private DrivingViews(Table frames, double distantAreaPct) {
        this.frames = requireNonNull(frames, "frames");
        this.distantAreaPct = distantAreaPct;
    }

    /**
     * One of the views.
     *
     * @param name such as {@code bdd100k_rider_train}
     * @param mode what it collects
     * @param split {@code train} or {@code val}
     * @param where SQL that selects its frames
     */
    public record Definition(String name, FailureMode mode, String split, String where) {
        /** Refuses nulls. */
        public Definition {
            requireNonNull(name, "name");
            requireNonNull(mode, "mode");
            requireNonNull(split, "split");
            requireNonNull(where, "where");
        }
    }

    /** The views of this table, with {@link FailureMode#DISTANT_AREA_PCT}. */
    public static DrivingViews of(Table frames) {
        return new DrivingViews(frames, FailureMode.DISTANT_AREA_PCT);
    }

    /** The same views, where a person is distant below this share of the frame's area, in percent. */
    public DrivingViews distantBelow(double areaPct) {
        return new DrivingViews(frames, areaPct);
    }

    /** What the views are, train before val, as the table's columns are now. */
    public List<Definition> definitions() {
        boolean hasDuplicates = frames.schema().names().contains(DUPLICATE_COLUMN);
        List<Definition> definitions = new ArrayList<>();
        for (FailureMode mode : FailureMode.values()) {
            for (String split : List.of("train", "val")) {
                String where = mode.where(distantAreaPct) + " AND split = '" + split + "'"
                        + (hasDuplicates && split.equals("train") ? " AND " + DUPLICATE_COLUMN + " IS NOT TRUE" : "");
                definitions.add(new Definition(frames.name() + "_" + mode.word() + "_" + split, mode, split, where));
            }
        }
        return definitions;
    }

    /**
     * Creates the six views in the table's lake, with all columns that the table has now; they are empty until they are
     * refreshed.
     *
     * @throws dev.joust.error.AlreadyExistsException if the lake has one of them; those before it have been created
     * @throws dev.joust.error.InvalidRequestException if the table lacks a feature that they select by
     */
    public List<View> create() {
        Lake lake = frames.lake();
        List<View> views = new ArrayList<>();
        for (Definition view : definitions()) {
            views.add(lake.createView(view.name(), frames.query().where(view.where())));
        }
        return views;
    }

    /**
     * Opens the six views.
     *
     * @throws dev.joust.error.NotFoundException if the lake lacks one of them
     */
    public List<View> open() {
        return definitions().stream()
                .map(view -> frames.lake().openView(view.name()))
                .toList();
    }
}
