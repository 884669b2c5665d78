// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.relation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HashTableTest {
    @ParameterizedTest
    @ValueSource(longs = {0, 1 << 19, Long.MAX_VALUE})
    void holdsWhatAMapHoldsInTheHeapAndInAFile(long heapBytes) {
        HashTable table = new HashTable(heapBytes);
        Map<Long, Long> expected = new HashMap<>();
        Random random = new Random(7);
        for (int i = 0; i < 100_000; i++) {
            long hash = random.nextInt(50_000);
            table.add(hash, i);
            expected.merge(hash == 0 ? 1 : hash, (long) i, Long::sum);
        }

        assertThat(table.size()).isEqualTo(expected.size());
        assertThat(table.isInFile()).isEqualTo(heapBytes < Long.MAX_VALUE);
        expected.forEach(
                (hash, sum) -> assertThat(table.value(table.first(hash))).isEqualTo(sum));
        assertThat(table.first(50_001)).isEqualTo(HashTable.NONE);
    }

    @Test
    void keepsSeveralEntriesOfOneHash() {
        HashTable table = new HashTable(1 << 20);
        for (int i = 0; i < 3_000; i++) {
            table.put(i % 1_000, i);
        }

        List<Long> values = new ArrayList<>();
        for (long slot = table.first(7); slot != HashTable.NONE; slot = table.next(slot)) {
            values.add(table.value(slot));
        }
        assertThat(values).containsExactlyInAnyOrder(7L, 1_007L, 2_007L);
    }
}
