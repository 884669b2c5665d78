// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.lance.index;

import dev.joust.index.DistanceMetric;
import dev.joust.index.IndexType;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * An index as Lance describes it at one version.
 *
 * @param kind Lance's word for it, such as {@code BTree} or {@code IVF_PQ}
 * @param fieldIds the fields that it covers
 * @param segments its parts, each made at another time
 * @param rowsIndexed how many live rows it covers
 * @param details its settings as JSON
 */
public record IndexFacts(
        String name, String kind, List<Integer> fieldIds, List<Segment> segments, long rowsIndexed, String details) {
    private static final Pattern METRIC = Pattern.compile("\"metric_type\"\\s*:\\s*\"(\\w+)\"");

    public IndexFacts {
        fieldIds = List.copyOf(fieldIds);
        segments = List.copyOf(segments);
    }

    /**
     * A part of an index.
     *
     * @param id the name of its folder, never used twice
     * @param fragments the fragments that it covers
     * @param version the version of the table that it was made from
     */
    public record Segment(String id, Set<Integer> fragments, long version) {
        public Segment {
            fragments = Set.copyOf(fragments);
        }
    }

    /** The fragments that any part covers. */
    public Set<Integer> fragments() {
        return segments.stream().flatMap(s -> s.fragments().stream()).collect(Collectors.toUnmodifiableSet());
    }

    /** Which of the kinds that Joust knows it is. */
    public IndexType type() {
        return switch (kind.toLowerCase(Locale.ROOT).replace("_", "")) {
            case "btree" -> IndexType.BTREE;
            case "bitmap" -> IndexType.BITMAP;
            case "labellist" -> IndexType.LABEL_LIST;
            case "inverted" -> IndexType.FULL_TEXT;
            case "ivfflat" -> IndexType.IVF_FLAT;
            case "ivfpq" -> IndexType.IVF_PQ;
            case "ivfsq" -> IndexType.IVF_SQ;
            case "ivfrq" -> IndexType.IVF_RQ;
            case "ivfhnswpq" -> IndexType.IVF_HNSW_PQ;
            case "ivfhnswsq" -> IndexType.IVF_HNSW_SQ;
            default -> IndexType.OTHER;
        };
    }

    /** Whether it finds nearest vectors, whatever its kind. */
    public boolean isVector() {
        return kind.toUpperCase(Locale.ROOT).startsWith("IVF") || kind.equalsIgnoreCase("vector");
    }

    /** How it measures distance; empty for other indexes and for metrics that Joust does not know. */
    public Optional<DistanceMetric> metric() {
        Matcher metric = METRIC.matcher(details);
        if (!metric.find()) {
            return Optional.empty();
        }
        String name = metric.group(1).toUpperCase(Locale.ROOT);
        for (DistanceMetric known : DistanceMetric.values()) {
            if (known.name().equals(name)) {
                return Optional.of(known);
            }
        }
        return Optional.empty();
    }

    /** Whether it ranks rows: by nearness, or by words. */
    public boolean isSearch() {
        return isVector() || type() == IndexType.FULL_TEXT;
    }

    /** Whether a full text index keeps the positions of words. */
    public boolean hasPositions() {
        return details.contains("\"with_position\":true");
    }
}
