// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.diff;

import dev.joust.internal.lance.FragmentFacts;
import dev.joust.internal.lance.Snapshot;
import dev.joust.internal.lance.read.WholeBlobs;
import dev.joust.schema.ColumnType;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.compare.Range;
import org.apache.arrow.vector.compare.RangeEqualsVisitor;

/** Compares values of rows of two versions. Belongs to one thread. */
final class RowComparison {
    private static final int CHUNK_ROWS = 1024;
    private static final int LARGE_CHUNK_ROWS = 64;

    private final Snapshot older;
    private final Snapshot newer;
    private final ChangeTally tally;

    RowComparison(Snapshot older, Snapshot newer, ChangeTally tally) {
        this.older = older;
        this.newer = newer;
        this.tally = tally;
    }

    /** Compares the rows that a fragment has in both versions, where each lies at the same place. */
    void fragment(FragmentFacts fragment, List<ColumnPair> columns) {
        try (RowCursor before = RowCursor.ofFragment(older, fragment.id(), namesBefore(columns));
                RowCursor after = RowCursor.ofFragment(newer, fragment.id(), namesAfter(columns))) {
            boolean both = before.advance() && after.advance();
            while (both) {
                if (before.offset() < after.offset()) {
                    both = before.advance();
                } else if (before.offset() > after.offset()) {
                    both = after.advance();
                } else {
                    compare(before, after, columns);
                    both = before.advance() && after.advance();
                }
            }
        }
    }

    /**
     * Compares pairs of rows.
     *
     * @param before their ids in the older version
     * @param after their ids in the newer version, in the same order
     */
    void pairs(LongList before, LongList after, List<ColumnPair> columns) {
        if (columns.isEmpty()) {
            return;
        }
        int chunk = mayBeLarge(columns) ? LARGE_CHUNK_ROWS : CHUNK_ROWS;
        for (int from = 0; from < before.size(); from += chunk) {
            List<Long> idsBefore = before.slice(from, from + chunk);
            List<Long> idsAfter = after.slice(from, from + chunk);
            try (RowCursor left = RowCursor.ofRows(older, idsBefore, namesBefore(columns));
                    RowCursor right = RowCursor.ofRows(newer, idsAfter, namesAfter(columns))) {
                for (int i = 0; i < idsBefore.size(); i++) {
                    if (!left.advance() || !right.advance()) {
                        throw new IllegalStateException("rows of table '"
                                + older.table().name() + "' went away while its versions were compared");
                    }
                    compare(left, right, columns);
                }
            }
        }
    }

    private boolean mayBeLarge(List<ColumnPair> columns) {
        return columns.stream().anyMatch(pair -> mayBeLarge(pair.after().type()))
                || !WholeBlobs.among(newer, namesAfter(columns)).isEmpty();
    }

    private static boolean mayBeLarge(ColumnType type) {
        return type instanceof ColumnType.LargeBinary
                || type instanceof ColumnType.Binary
                || type.children().stream().anyMatch(child -> mayBeLarge(child.type()));
    }

    private void compare(RowCursor before, RowCursor after, List<ColumnPair> columns) {
        List<ColumnPair> different = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            if (!isEqual(before.vectors().get(i), before.row(), after.vectors().get(i), after.row())) {
                different.add(columns.get(i));
            }
        }
        if (!different.isEmpty()) {
            tally.add(before.rowId(), after.rowId(), different);
        }
    }

    /** The names and metadata of the fields may differ; only values count. */
    private static boolean isEqual(FieldVector before, int rowBefore, FieldVector after, int rowAfter) {
        return new RangeEqualsVisitor(before, after, (a, b) -> true).rangeEquals(new Range(rowBefore, rowAfter, 1));
    }

    static List<String> namesBefore(List<ColumnPair> columns) {
        return columns.stream().map(pair -> pair.before().name()).toList();
    }

    static List<String> namesAfter(List<ColumnPair> columns) {
        return columns.stream().map(pair -> pair.after().name()).toList();
    }
}
