// SPDX-License-Identifier: Apache-2.0
package dev.joust.error;

import static java.util.Objects.requireNonNull;

/** A user-defined function threw, or returned something that does not fit its declared output. */
public final class UdfException extends JoustException {
    private final String udf;
    private final String column;
    private final long rowId;
    private final int attempt;

    /**
     * Creates the exception with a complete sentence as its message.
     *
     * @param rowId the row id of the first row of the call that failed, or -1 where no row is concerned
     * @param attempt counted from 1
     * @param cause what the function threw
     */
    public UdfException(String message, String udf, String column, long rowId, int attempt, Throwable cause) {
        super(ErrorCode.UDF, message, cause);
        this.udf = requireNonNull(udf, "udf");
        this.column = requireNonNull(column, "column");
        this.rowId = rowId;
        this.attempt = attempt;
    }

    /** The name of the function. */
    public String udf() {
        return udf;
    }

    /** The column that it was to fill. */
    public String column() {
        return column;
    }

    /** The row id of the first row of the call that failed, or -1 where no row is concerned. */
    public long rowId() {
        return rowId;
    }

    /** Which attempt it was, counted from 1. */
    public int attempt() {
        return attempt;
    }
}
