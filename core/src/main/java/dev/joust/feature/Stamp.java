// SPDX-License-Identifier: Apache-2.0
package dev.joust.feature;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Says who computed some rows of a column in one fragment, and from what.
 *
 * @param udf the function's name
 * @param udfVersion the function's declared version
 * @param udfHash the hash of the function's identity
 * @param inputs per input column the names of the data files that held it: the signature of what was read
 * @param job the job that computed them
 * @param time when
 * @param computed the rows that were computed, by physical offset; NULL results included
 * @param nulls those of them whose result is NULL
 * @param failed the rows that the function could not compute; they are NULL and not among the computed ones
 * @param source what was read besides the own row, for joined and aggregate features
 */
public record Stamp(
        String udf,
        int udfVersion,
        String udfHash,
        SortedMap<String, List<String>> inputs,
        String job,
        Instant time,
        RowSet computed,
        RowSet nulls,
        RowSet failed,
        Optional<SourceVersion> source) {
    /** A stamp of cells that read nothing but their own row. */
    public Stamp(
            String udf,
            int udfVersion,
            String udfHash,
            SortedMap<String, List<String>> inputs,
            String job,
            Instant time,
            RowSet computed,
            RowSet nulls,
            RowSet failed) {
        this(udf, udfVersion, udfHash, inputs, job, time, computed, nulls, failed, Optional.empty());
    }

    /** Checks and copies. */
    public Stamp {
        requireNonNull(udf, "udf");
        requireNonNull(udfHash, "udfHash");
        TreeMap<String, List<String>> copy = new TreeMap<>();
        inputs.forEach((column, files) -> copy.put(column, List.copyOf(files)));
        inputs = Collections.unmodifiableSortedMap(copy);
        requireNonNull(job, "job");
        requireNonNull(time, "time");
        requireNonNull(source, "source");
        if (computed.intersects(failed)) {
            throw new IllegalArgumentException("A row cannot be both computed and failed");
        }
        if (!nulls.minus(computed).isEmpty()) {
            throw new IllegalArgumentException("nulls must be a part of computed");
        }
    }

    /** The rows that it speaks about: computed and failed. */
    public RowSet rows() {
        return computed.or(failed);
    }

    /** Returns this stamp for some of its rows only. */
    public Stamp only(RowSet rows) {
        return withRows(computed.and(rows), nulls.and(rows), failed.and(rows));
    }

    /** Returns this stamp for other rows. */
    public Stamp withRows(RowSet newComputed, RowSet newNulls, RowSet newFailed) {
        return new Stamp(udf, udfVersion, udfHash, inputs, job, time, newComputed, newNulls, newFailed, source);
    }

    /** Returns this stamp with another signature of its inputs. */
    public Stamp withInputs(SortedMap<String, List<String>> newInputs) {
        return new Stamp(udf, udfVersion, udfHash, newInputs, job, time, computed, nulls, failed, source);
    }

    /** Returns this stamp with what was read besides the own row. */
    public Stamp withSource(SourceVersion read) {
        return new Stamp(udf, udfVersion, udfHash, inputs, job, time, computed, nulls, failed, Optional.of(read));
    }
}
