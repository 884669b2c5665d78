// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.permutation;

import dev.joust.error.InvalidRequestException;
import dev.joust.internal.fingerprint.CellHashes;
import dev.joust.internal.lance.LanceTable;
import dev.joust.internal.lance.guard.LanceErrors;
import dev.joust.internal.query.TableQueries;
import dev.joust.loader.RowOrder;
import dev.joust.permutation.Permutation;
import dev.joust.permutation.PermutationDefinition;
import dev.joust.permutation.PermutationEngine;
import dev.joust.permutation.SplitSizes;
import dev.joust.permutation.Splits;
import dev.joust.query.Query;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntUnaryOperator;
import org.apache.arrow.vector.BaseIntVector;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.LargeVarCharVector;
import org.apache.arrow.vector.UInt8Vector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowReader;

/** Finds the rows of one permutation in one scan of the columns that decide, and divides them. */
final class PermutationBuild {
    private static final String ROW_ID = "_rowid";
    private static final String SPLIT = "split";

    private final PermutationEngine engine;
    private final LanceTable table;
    private final PermutationDefinition definition;
    private final String what;
    private final AssignedRows rows = new AssignedRows();

    /** Says of each row of a batch in which split it is. */
    @FunctionalInterface
    private interface Assignment {
        IntUnaryOperator of(ArrowReader batch) throws IOException;
    }

    PermutationBuild(PermutationEngine engine, LanceTable table, PermutationDefinition definition) {
        this.engine = engine;
        this.table = table;
        this.definition = definition;
        this.what = "permute table '" + table.name() + "'";
    }

    Permutation run() {
        List<String> names = assigned();
        if (rows.count() == 0) {
            throw refused(definition
                            .filter()
                            .map(sql -> "no row of version " + definition.version() + " matches " + sql)
                            .orElse("its version " + definition.version() + " has no rows")
                    + "; there is nothing to put in order");
        }
        List<Long> ends = rows.ends(names.size());
        return new Permutation(engine, definition, names, rows.grouped(ends, definition.shuffle()), ends);
    }

    private List<String> assigned() {
        Splits splits = definition.splits();
        if (splits instanceof Splits.ByHash hash) {
            return byHash(hash);
        } else if (splits instanceof Splits.BySql sql) {
            return bySql(sql);
        }
        scan(query().select(ROW_ID), batch -> row -> 0);
        if (splits instanceof Splits.Random random) {
            long[] drawn = places();
            RowOrder.shuffle(drawn, random.seed(), 0, random.clumpRows());
            return cut(random.sizes(), drawn);
        } else if (splits instanceof Splits.Sequential sequential) {
            return cut(sequential.sizes(), places());
        }
        return List.of(Splits.ALL);
    }

    private long[] places() {
        long[] places = new long[rows.count()];
        Arrays.setAll(places, i -> i);
        return places;
    }

    /** The first places of an order belong to the first split, and so on; what is left to none. */
    private List<String> cut(SplitSizes sizes, long[] order) {
        List<Long> wanted = sizes.of(order.length);
        int next = 0;
        for (int split = 0; split < wanted.size() && order.length > 0; split++) {
            String name = sizes.names().get(split);
            if (wanted.get(split) == 0) {
                throw refused("split '" + name + "' would have none of its " + order.length
                        + " rows; give it a larger share, or make fewer splits");
            } else if (wanted.get(split) > order.length - next) {
                throw refused("split '" + name + "' asks for " + wanted.get(split) + " rows, and "
                        + (order.length - next) + " of " + order.length + " are left; ask for fewer");
            }
            int end = Math.toIntExact(next + wanted.get(split));
            for (; next < end; next++) {
                rows.assign((int) order[next], split);
            }
        }
        for (; next < order.length; next++) {
            rows.assign((int) order[next], AssignedRows.NONE);
        }
        return sizes.names();
    }

    private List<String> byHash(Splits.ByHash splits) {
        if (splits.weights().isEmpty()) {
            throw refused("its split by hash has no splits; add each with weight(name, weight)");
        }
        long[] ends = splits.weights().stream().mapToLong(Splits.Weight::weight).toArray();
        Arrays.parallelPrefix(ends, Math::addExact);
        long all = Math.addExact(ends[ends.length - 1], splits.discarded());
        String[] columns = splits.columns().toArray(String[]::new);
        scan(query().select(columns).withRowId(), batch -> {
            VectorSchemaRoot root = batch.getVectorSchemaRoot();
            List<FieldVector> vectors =
                    splits.columns().stream().map(root::getVector).toList();
            CellHashes hashes = CellHashes.of(vectors, batch);
            return row -> {
                int at = Arrays.binarySearch(ends, Long.remainderUnsigned(hashes.first(row), all) + 1);
                int split = at < 0 ? -at - 1 : at;
                return split < ends.length ? split : AssignedRows.NONE;
            };
        });
        return splits.weights().stream().map(Splits.Weight::name).toList();
    }

    private List<String> bySql(Splits.BySql splits) {
        SplitNames names = new SplitNames(what, splits.names());
        scan(query().selectAs(SPLIT, splits.sql()).withRowId(), batch -> {
            FieldVector vector = batch.getVectorSchemaRoot().getVector(SPLIT);
            IntUnaryOperator split = split(vector, names);
            return row -> vector.isNull(row) ? AssignedRows.NONE : split.applyAsInt(row);
        });
        return names.sorted(rows);
    }

    private IntUnaryOperator split(FieldVector vector, SplitNames names) {
        if (vector instanceof BitVector bits) {
            return row -> names.of(bits.get(row));
        } else if (vector instanceof BaseIntVector numbers) {
            return row -> names.of(numbers.getValueAsLong(row));
        } else if (vector instanceof VarCharVector text) {
            return row -> names.of(new String(text.get(row), StandardCharsets.UTF_8));
        } else if (vector instanceof LargeVarCharVector text) {
            return row -> names.of(new String(text.get(row), StandardCharsets.UTF_8));
        }
        throw refused("the SQL of its splits gives " + vector.getField().getType()
                + "; let it give a whole number from 0, or a name");
    }

    private Query query() {
        Query query = Query.of(new TableQueries(table)).atVersion(definition.version());
        return definition.filter().map(sql -> query.where(sql)).orElse(query);
    }

    private void scan(Query query, Assignment assignment) {
        try (ArrowReader reader = query.arrow()) {
            while (reader.loadNextBatch()) {
                UInt8Vector ids = (UInt8Vector) reader.getVectorSchemaRoot().getVector(ROW_ID);
                IntUnaryOperator split = assignment.of(reader);
                for (int row = 0; row < ids.getValueCount(); row++) {
                    rows.add(ids.get(row), split.applyAsInt(row));
                }
            }
        } catch (IOException e) {
            throw LanceErrors.translate(what, e);
        }
    }

    private InvalidRequestException refused(String why) {
        return new InvalidRequestException("Cannot " + what + ": " + why);
    }
}
