// SPDX-License-Identifier: Apache-2.0
package dev.joust.permutation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class SplitSizesTest {
    @Test
    void roundsSharesAndGivesWhatIsMissingOrTooManyInTurns() {
        SplitSizes thirds = SplitSizes.share("a", 1.0 / 3).share("b", 1.0 / 3).share("c", 1.0 / 3);

        assertThat(thirds.of(9)).containsExactly(3L, 3L, 3L);
        assertThat(thirds.of(10)).containsExactly(4L, 3L, 3L);
        assertThat(thirds.of(11)).containsExactly(3L, 4L, 4L);
        assertThat(SplitSizes.share("a", 0.5).share("b", 0.5).of(5)).containsExactly(2L, 3L);
    }

    @Test
    void leavesWhatSharesBelowOneLeave() {
        assertThat(SplitSizes.share("a", 0.5).share("b", 0.2).of(10)).containsExactly(5L, 2L);
    }

    @Test
    void dividesEquallyAndLeavesTheRest() {
        assertThat(SplitSizes.equal("a", "b", "c").of(11)).containsExactly(3L, 3L, 3L);
    }

    @Test
    void neverGivesMoreThanThereAre() {
        for (int rows = 1; rows < 200; rows++) {
            List<Long> sizes = SplitSizes.share("a", 0.905)
                    .share("b", 0.045)
                    .share("c", 0.05)
                    .of(rows);
            assertThat(sizes.stream().mapToLong(Long::longValue).sum()).isEqualTo(rows);
            assertThat(sizes).allMatch(size -> size >= 0);
        }
    }

    @Test
    void refusesSharesThatDoNotAddUpAndNamesThatAreNotDistinct() {
        assertThatThrownBy(() -> SplitSizes.share("a", 0.9).share("b", 0.2))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("shares must add up to at most 1 but add up to 1.1");
        assertThatThrownBy(() -> SplitSizes.share("a", 0))
                .hasMessage("the share of split 'a' must be above 0 and at most 1 but was 0.0");
        assertThatThrownBy(() -> SplitSizes.rows("a", -1))
                .hasMessage("the number of rows of split 'a' must be positive but was -1");
        assertThatThrownBy(() -> SplitSizes.equal("a", "a"))
                .hasMessage("the names of splits must differ but were [a, a]");
        assertThatThrownBy(SplitSizes::equal).hasMessage("there must be at least one split");
        assertThatThrownBy(() -> SplitSizes.equal(" ")).hasMessage("a split must have a name");
    }
}
