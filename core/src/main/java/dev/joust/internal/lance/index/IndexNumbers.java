// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.lance.index;

import dev.joust.internal.lance.Snapshot;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What Lance's statistics say of the segments of a search index, which never change.
 *
 * @param entries how many rows it holds by its own account: documents, or vectors in all of its parts
 * @param parts into how many parts its vectors are divided, in the segment that has most; 0 where there are none
 */
public record IndexNumbers(long entries, int parts) {
    /** Asks for them, once as long as the index has the same segments: for large indexes that takes a second. */
    public static IndexNumbers of(Snapshot snapshot, IndexFacts index) {
        List<String> segments =
                index.segments().stream().map(IndexFacts.Segment::id).toList();
        return snapshot.table()
                .remembered(
                        IndexNumbers.class,
                        segments,
                        () -> of(LanceIndexes.statistics(snapshot, index.name()).get("indices")));
    }

    private static IndexNumbers of(@Nullable Object segments) {
        long entries = 0;
        long parts = 0;
        if (segments instanceof List<?> all) {
            for (Object segment : all) {
                if (segment instanceof Map<?, ?> numbers) {
                    entries += entries(numbers);
                    parts = Math.max(parts, number(numbers.get("num_partitions")));
                }
            }
        }
        return new IndexNumbers(entries, Math.toIntExact(parts));
    }

    private static long entries(Map<?, ?> segment) {
        long entries = number(segment.get("num_docs"));
        if (segment.get("partitions") instanceof List<?> parts) {
            for (Object part : parts) {
                entries += part instanceof Map<?, ?> numbers ? number(numbers.get("size")) : 0;
            }
        }
        return entries;
    }

    private static long number(@Nullable Object value) {
        return value instanceof Number number ? number.longValue() : 0;
    }
}
