// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.relation;

import dev.joust.error.InvalidRequestException;
import dev.joust.feature.Computation;
import dev.joust.feature.FeatureIdentity;
import dev.joust.feature.MissingKey;
import dev.joust.feature.SourceVersion;
import dev.joust.internal.lance.FragmentFacts;
import dev.joust.internal.lance.Snapshot;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What a feature reads besides its own row: the rows of a source with the same key, or, for duplicates, with a hash
 * that is near. The source of an aggregate and of duplicates is their own table.
 *
 * @param source the name of another table; empty for the own one
 * @param keys the columns of the own table
 * @param sourceKeys the columns of the source that must be equal, one for each
 * @param content the columns of the source that decide the value
 * @param missing what becomes of a row without a partner
 * @param expressions the expressions of an aggregate; empty for others
 * @param bits in how many bits hashes of duplicates differ at most; empty for others
 */
public record Relation(
        Optional<String> source,
        List<String> keys,
        List<String> sourceKeys,
        List<String> content,
        MissingKey missing,
        List<String> expressions,
        OptionalInt bits) {
    /** Copies the lists. */
    public Relation {
        keys = List.copyOf(keys);
        sourceKeys = List.copyOf(sourceKeys);
        content = List.copyOf(content);
        expressions = List.copyOf(expressions);
    }

    /**
     * Returns what a feature reads; empty if it reads nothing but its own row.
     *
     * @param table the table that has the feature
     */
    public static Optional<Relation> of(String table, FeatureIdentity identity) {
        Computation computation = Computation.recorded(identity).orElse(null);
        if (computation instanceof Computation.Joined joined) {
            return Optional.of(new Relation(
                    joined.source().equals(table) ? Optional.empty() : Optional.of(joined.source()),
                    joined.keys(),
                    joined.sourceKeys(),
                    joined.take(),
                    joined.missing(),
                    List.of(),
                    OptionalInt.empty()));
        } else if (computation instanceof Computation.Aggregate aggregate) {
            return Optional.of(new Relation(
                    Optional.empty(),
                    aggregate.by(),
                    aggregate.by(),
                    aggregate.read(),
                    MissingKey.NULL,
                    aggregate.expressions(),
                    OptionalInt.empty()));
        } else if (computation instanceof Computation.Duplicates duplicates) {
            return Optional.of(new Relation(
                    Optional.empty(),
                    List.of(duplicates.hash()),
                    List.of(duplicates.hash()),
                    List.of(duplicates.name()),
                    MissingKey.NULL,
                    List.of(),
                    OptionalInt.of(duplicates.bits())));
        }
        return Optional.empty();
    }

    /** Whether it computes over groups. */
    public boolean isAggregate() {
        return !expressions.isEmpty();
    }

    /**
     * Names what is read of a version of the source: equal signatures stand for equal files, deleted rows included.
     *
     * @throws InvalidRequestException if the source lacks a column
     */
    public SourceVersion version(Snapshot at) {
        StringBuilder text = new StringBuilder();
        fragments(at).forEach((id, line) -> text.append(line).append('\n'));
        return new SourceVersion(at.table().name(), at.version(), sha256(text.toString()));
    }

    /**
     * Names what is read of each fragment of a version, by its id in the order of the table.
     *
     * @throws InvalidRequestException if the source lacks a column
     */
    Map<Integer, String> fragments(Snapshot at) {
        List<Integer> ids = new ArrayList<>();
        for (String column : Rows.distinct(sourceKeys, content)) {
            List<Integer> of = at.fieldIds(column);
            if (of.isEmpty()) {
                throw new InvalidRequestException(
                        "Cannot read table '" + at.table().name() + "': it has no column '" + column
                                + "' any more; bring the column back, or drop the feature that reads it");
            }
            ids.addAll(of);
        }
        Map<Integer, String> deletions = at.deletions();
        Map<Integer, String> lines = new LinkedHashMap<>();
        for (FragmentFacts fragment : at.fragments()) {
            lines.put(
                    fragment.id(),
                    fragment.id() + " " + fragment.physicalRows() + " " + String.join(",", fragment.filesOf(ids)) + " "
                            + deletions.getOrDefault(fragment.id(), ""));
        }
        return lines;
    }

    static String sha256(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("Every JDK has SHA-256", e);
        }
    }
}
