// SPDX-License-Identifier: Apache-2.0
package dev.joust.feature;

import static java.util.Objects.requireNonNull;

import dev.joust.schema.Column;
import dev.joust.schema.ColumnType;
import dev.joust.schema.Names;
import dev.joust.schema.Types;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Which rows are near-duplicates of earlier ones, by a hash of 64 bits each: three columns over the whole table.
 *
 * <pre>{@code
 * Feature.duplicates("dhash_bits", "image_id").within(5)
 * }</pre>
 *
 * <p>In ascending order of row ids, a row whose hash differs in at most so many bits from that of a <em>kept</em> row
 * before it is a duplicate; any other row is kept. A duplicate belongs to the nearest kept row, the one with the lowest
 * row id of several. So a row is never flagged for the sake of a row that is flagged itself. Every pair within the
 * distance is found; the result does not depend on fragments, threads or the history of the table.
 *
 * <ul>
 *   <li>{@code is_duplicate}, bool
 *   <li>{@code duplicate_of}, of the type of the naming column: the name of the kept row; NULL for kept rows
 *   <li>{@code duplicate_group_size}, int32: how many rows the group has, at least 1
 * </ul>
 *
 * <p>All three are NULL in a row whose hash is NULL: nothing is known about it, and it counts for no other row.
 *
 * <p>Immutable; each method returns a changed copy.
 *
 * @param columns the names of the three columns, in this order; the first one gives the feature its name
 * @param hash the column with the hashes, int64
 * @param name the column whose value names a row in {@code duplicate_of}, such as its key
 * @param bits in how many bits hashes of duplicates differ at most, from 0 to {@value #MAX_BITS}
 */
public record DuplicateFeature(List<String> columns, String hash, String name, int bits) {
    /** The name under which tables record the function of every such feature: {@value}. */
    public static final String UDF = "duplicates";

    /** In how many bits hashes differ at most, if nothing else is said: {@value}. */
    public static final int DEFAULT_BITS = 5;

    /** The most bits that can be asked for: {@value}. */
    public static final int MAX_BITS = 32;

    static final String HASH = "duplicates.hash";
    static final String NAME = "duplicates.name";
    static final String BITS = "duplicates.bits";

    private static final List<String> COLUMNS = List.of("is_duplicate", "duplicate_of", "duplicate_group_size");

    /**
     * Checks names and number.
     *
     * @throws IllegalArgumentException if there are not three different columns, or the number is out of its range
     */
    public DuplicateFeature {
        columns = List.copyOf(columns);
        columns.forEach(Names::requireColumnName);
        requireNonNull(hash, "hash");
        requireNonNull(name, "name");
        if (columns.size() != COLUMNS.size() || new TreeSet<>(columns).size() != columns.size()) {
            throw new IllegalArgumentException("columns must be three different names but were " + columns);
        }
        if (bits < 0 || bits > MAX_BITS) {
            throw new IllegalArgumentException("bits must be from 0 to " + MAX_BITS + " but was " + bits);
        }
    }

    DuplicateFeature(String hash, String name) {
        this(COLUMNS, hash, name, DEFAULT_BITS);
    }

    /** Says in how many bits hashes of duplicates differ at most, from 0 to {@value #MAX_BITS}. */
    public DuplicateFeature within(int most) {
        return new DuplicateFeature(columns, hash, name, most);
    }

    /** Names the columns, where a table has several such features. */
    public DuplicateFeature columns(String isDuplicate, String duplicateOf, String groupSize) {
        return new DuplicateFeature(List.of(isDuplicate, duplicateOf, groupSize), hash, name, bits);
    }

    /** Returns the feature for a naming column of this type. */
    public Feature typed(ColumnType nameType) {
        TreeMap<String, String> parameters = new TreeMap<>();
        parameters.put(HASH, hash);
        parameters.put(NAME, name);
        parameters.put(BITS, Integer.toString(bits));
        return Feature.recorded(
                List.of(
                        Column.of(columns.get(0), Types.BOOL),
                        Column.of(columns.get(1), nameType),
                        Column.of(columns.get(2), Types.INT32)),
                new FeatureIdentity(UDF, 1, parameters, new TreeMap<>(), List.of(hash, name), ""));
    }
}
