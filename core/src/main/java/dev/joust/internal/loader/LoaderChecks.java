// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.loader;

import dev.joust.error.InvalidRequestException;
import dev.joust.loader.LoaderSpec;
import dev.joust.loader.LoaderSpec.ShortBatch;
import dev.joust.schema.Column;
import dev.joust.schema.ColumnType;
import dev.joust.schema.Names;
import dev.joust.schema.TableSchema;

/** What is refused before the first row is read. */
final class LoaderChecks {
    private static final int BOX_NUMBERS = 4;
    /** Virtual machines leave some elements out of what an int could count. */
    private static final int MAX_ARRAY = Integer.MAX_VALUE - 8;

    private LoaderChecks() {}

    static void requireOwnRows(String table, LoaderSpec spec) {
        if (spec.rows().isPresent()
                && (spec.filter().isPresent() || spec.version().isPresent())) {
            throw new InvalidRequestException("Cannot load table '" + table
                    + "': a permutation has its rows and their version already; give the filter or the version when you"
                    + " build it");
        }
    }

    static Column requireColumn(String table, TableSchema schema, String name) {
        return schema.columns().stream()
                .filter(column -> column.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new InvalidRequestException(
                        "Cannot load table '" + table + "': " + Names.noColumn(name, schema.names())));
    }

    static void requireBytes(String table, Column column) {
        if (!(column.type() instanceof ColumnType.LargeBinary || column.type() instanceof ColumnType.Binary)) {
            throw new InvalidRequestException("Cannot decode column '" + column.name() + "' of table '" + table
                    + "': it is " + column.type() + ", not binary; name the column that holds the images");
        }
    }

    static void requireBoxes(String table, Column column) {
        if (!isBoxes(column.type())) {
            throw new InvalidRequestException("Cannot move column '" + column.name() + "' of table '" + table
                    + "' with its images: it is " + column.type()
                    + ", not lists of boxes such as list<list<float32>>; name the column that holds them");
        }
    }

    private static boolean isBoxes(ColumnType type) {
        if (!(type instanceof ColumnType.ListOf || type instanceof ColumnType.LargeListOf)) {
            return false;
        }
        ColumnType box = type.children().get(0).type();
        boolean isBox = box instanceof ColumnType.Vector vector
                ? vector.dimension() == BOX_NUMBERS
                : box instanceof ColumnType.ListOf || box instanceof ColumnType.LargeListOf;
        return isBox
                && box.children().get(0).type() instanceof ColumnType.Floating number
                && number.bits() >= Float.SIZE;
    }

    /** Checks that each shard has rows, and each batch the rows that it was to have; a table may be empty. */
    static void requireRows(String table, int rows, LoaderSpec spec) {
        int world = spec.shard().world();
        if (world > Math.max(1, rows)) {
            throw new InvalidRequestException("Cannot load table '" + table + "' in " + world + " parts: there are "
                    + rows + " rows; use at most as many parts as rows");
        }
        boolean isMeant =
                spec.batches().chosenRows().isPresent() || spec.batches().shortBatch() == ShortBatch.DROP;
        int smallest = rows / world;
        if (rows > 0 && isMeant && spec.batches().rows() > smallest) {
            throw new InvalidRequestException("Cannot load table '" + table + "' in batches of "
                    + spec.batches().rows() + " rows: "
                    + (world == 1 ? "there are " + rows : "one of its " + world + " parts has " + smallest)
                    + "; use batches of at most " + smallest);
        }
    }

    /** Checks that the images of a batch fit an array. */
    static void requireArrays(String table, LoaderSpec spec, int batchRows) {
        spec.decoded().ifPresent(decoded -> {
            int values = decoded.decoder().bytes();
            if ((long) batchRows * values > MAX_ARRAY) {
                throw new InvalidRequestException("Cannot load table '" + table + "': " + batchRows + " images of "
                        + values + " values are more than an array can have; use batches of at most "
                        + MAX_ARRAY / values);
            }
        });
    }
}
