// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.fingerprint;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SortedHashesTest {
    @ParameterizedTest
    @CsvSource({"0, 10, 0", "10, 10, 0", "11, 10, 2", "1000, 7, 143", "5000, 5000, 0"})
    void giveOneHashInWhateverOrderRowsComeAndHoweverManyAreInMemory(int rows, int inMemory, int files) {
        List<Long> ids = new ArrayList<>();
        Random random = new Random(rows);
        for (int i = 0; i < rows; i++) {
            ids.add(random.nextLong());
        }
        ids.sort(Long::compareUnsigned);
        byte[] expected = hash(ids, Integer.MAX_VALUE, 0);

        Collections.shuffle(ids, random);

        assertThat(hash(ids, inMemory, files)).isEqualTo(expected);
    }

    private static byte[] hash(List<Long> ids, int inMemory, int files) {
        RowDigest digest = new RowDigest();
        try (SortedHashes sorted = new SortedHashes(inMemory)) {
            for (long id : ids) {
                byte[] hash = new byte[RowDigest.HASH_BYTES + 1];
                new Random(id).nextBytes(hash);
                sorted.add(id, hash, 1);
            }
            assertThat(sorted.rows()).isEqualTo(ids.size());
            sorted.into(digest);
            assertThat(sorted.files()).isEqualTo(files);
        }
        return digest.finish();
    }
}
