// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.loader;

import dev.joust.error.InvalidRequestException;
import dev.joust.loader.BrokenRow;

/** What batches fail by. */
final class BatchErrors {
    private BatchErrors() {}

    static InvalidRequestException broken(String table, String column, BrokenRow row) {
        return new InvalidRequestException("Cannot decode column '" + column + "' of row " + row.rowId()
                + " in table '" + table + "': " + row.reason()
                + "; leave the row out with a filter, mend it, or let broken images be skipped or replaced");
    }

    static InvalidRequestException allBroken(String table, String column, long step, BrokenRow first) {
        return new InvalidRequestException("Cannot replace the images of batch " + step + " of table '" + table
                + "': none of them can be decoded, that of row " + first.rowId() + " in column '" + column + "' since "
                + first.reason() + "; use larger batches or skip broken images");
    }

    static InvalidRequestException gone(String table, long missing, long version) {
        return new InvalidRequestException("Cannot load table '" + table + "': " + missing
                + " of its rows are gone from version " + version + "; open the loader again");
    }

    static InvalidRequestException noBox(String table, String column, long rowId, int values) {
        return new InvalidRequestException("Cannot move boxes of column '" + column + "' of row " + rowId
                + " in table '" + table + "' with its image: one has " + values
                + " numbers, not x1, y1, x2 and y2; mend the row or leave it out with a filter");
    }
}
