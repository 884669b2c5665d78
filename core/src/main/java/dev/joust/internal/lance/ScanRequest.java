// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.lance;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A plain scan of one version: which columns, rows and order.
 *
 * <p>Immutable; each method returns a changed copy. Nothing is checked here: the engines check names and values before.
 */
public final class ScanRequest {
    /** One column to sort by; NULLs come last. */
    public record Order(String column, boolean ascending) {}

    private @Nullable List<String> columns;
    private @Nullable String filter;
    private @Nullable List<Integer> fragmentIds;
    private List<Order> order = List.of();
    private long limit = -1;
    private long offset;
    private long batchRows = -1;
    private int batchesAhead = -1;
    private boolean rowId;
    private boolean rowAddress;
    private boolean isWithoutIndexes;

    private ScanRequest() {}

    private ScanRequest(ScanRequest from) {
        columns = from.columns;
        filter = from.filter;
        fragmentIds = from.fragmentIds;
        order = from.order;
        limit = from.limit;
        offset = from.offset;
        batchRows = from.batchRows;
        batchesAhead = from.batchesAhead;
        rowId = from.rowId;
        rowAddress = from.rowAddress;
        isWithoutIndexes = from.isWithoutIndexes;
    }

    /** All columns of all rows. */
    public static ScanRequest everything() {
        return new ScanRequest();
    }

    /** These columns of all rows; an empty list reads no column, only what {@code withRowId} and the like add. */
    public static ScanRequest of(List<String> columns) {
        return everything().columns(columns);
    }

    /** Only these columns, in this order. */
    public ScanRequest columns(List<String> names) {
        ScanRequest copy = new ScanRequest(this);
        copy.columns = List.copyOf(names);
        return copy;
    }

    /** Only rows for which this SQL expression is true. */
    public ScanRequest where(String sql) {
        ScanRequest copy = new ScanRequest(this);
        copy.filter = sql;
        return copy;
    }

    /** Only these fragments. */
    public ScanRequest fragments(List<Integer> ids) {
        ScanRequest copy = new ScanRequest(this);
        copy.fragmentIds = List.copyOf(ids);
        return copy;
    }

    /** Sorted by these columns, the first one first. */
    public ScanRequest orderBy(List<Order> columns) {
        ScanRequest copy = new ScanRequest(this);
        copy.order = List.copyOf(columns);
        return copy;
    }

    /** At most this many rows. */
    public ScanRequest limit(long rows) {
        ScanRequest copy = new ScanRequest(this);
        copy.limit = rows;
        return copy;
    }

    /** Without the first rows. */
    public ScanRequest offset(long rows) {
        ScanRequest copy = new ScanRequest(this);
        copy.offset = rows;
        return copy;
    }

    /** At most this many rows in a batch. */
    public ScanRequest batchRows(long rows) {
        ScanRequest copy = new ScanRequest(this);
        copy.batchRows = rows;
        return copy;
    }

    /** Reads this many batches before they are asked for, each in native memory; Lance's own default is 16. */
    public ScanRequest batchesAhead(int batches) {
        ScanRequest copy = new ScanRequest(this);
        copy.batchesAhead = batches;
        return copy;
    }

    /** With the column {@code _rowid} (uint64). */
    public ScanRequest withRowId() {
        ScanRequest copy = new ScanRequest(this);
        copy.rowId = true;
        return copy;
    }

    /** With the column {@code _rowaddr} (uint64: fragment id in the upper, physical offset in the lower 32 bits). */
    public ScanRequest withRowAddress() {
        ScanRequest copy = new ScanRequest(this);
        copy.rowAddress = true;
        return copy;
    }

    /** Evaluates the filter on every row, whatever indexes there are. */
    public ScanRequest withoutIndexes() {
        ScanRequest copy = new ScanRequest(this);
        copy.isWithoutIndexes = true;
        return copy;
    }

    Optional<List<String>> columns() {
        return Optional.ofNullable(columns);
    }

    /** The SQL expression that chooses the rows. */
    public Optional<String> filter() {
        return Optional.ofNullable(filter);
    }

    /** The same in Lance's words. */
    public org.lance.ipc.ScanOptions.Builder options() {
        org.lance.ipc.ScanOptions.Builder options = new org.lance.ipc.ScanOptions.Builder()
                .prefilter(true)
                .withRowId(rowId)
                .withRowAddress(rowAddress);
        if (isWithoutIndexes) {
            options.useScalarIndex(false);
        }
        columns().ifPresent(options::columns);
        filter().ifPresent(options::filter);
        if (fragmentIds != null) {
            options.fragmentIds(fragmentIds);
        }
        if (limit >= 0) {
            options.limit(limit);
        }
        if (offset > 0) {
            options.offset(offset);
        }
        if (batchRows > 0) {
            options.batchSize(batchRows);
        }
        if (batchesAhead > 0) {
            options.batchReadahead(batchesAhead);
        }
        if (!order.isEmpty()) {
            options.setColumnOrderings(order.stream().map(ScanRequest::ordering).toList());
        }
        return options;
    }

    private static org.lance.ipc.ColumnOrdering ordering(Order order) {
        org.lance.ipc.ColumnOrdering.Builder builder = new org.lance.ipc.ColumnOrdering.Builder();
        builder.setColumnName(order.column());
        builder.setAscending(order.ascending());
        builder.setNullFirst(false);
        return builder.build();
    }
}
