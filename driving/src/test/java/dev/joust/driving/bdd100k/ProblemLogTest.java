// SPDX-License-Identifier: Apache-2.0
package dev.joust.driving.bdd100k;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ProblemLogTest {
    @Test
    void countsAllAndKeepsTheFirst() {
        ProblemLog log = new ProblemLog();

        IntStream.range(0, 1500).forEach(i -> log.accept(new Problem("file" + i, "why")));

        assertThat(log.count()).isEqualTo(1500);
        assertThat(log.first()).hasSize(1000);
        assertThat(log.first().get(999)).isEqualTo(new Problem("file999", "why"));
    }

    @Test
    void replacesControlCharactersOfHostileNames() {
        assertThat(new Problem("a\u001b[2J.jpg", "x\ny")).isEqualTo(new Problem("a?[2J.jpg", "x?y"));
    }
}
