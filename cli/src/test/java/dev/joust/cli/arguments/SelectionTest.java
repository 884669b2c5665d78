// SPDX-License-Identifier: Apache-2.0
package dev.joust.cli.arguments;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.joust.query.Selected;
import java.util.List;
import org.junit.jupiter.api.Test;

class SelectionTest {
    @Test
    void takesListsOfColumnsAndOneAliasEach() {
        assertThat(Selection.parse(List.of("a, b", "c=substr(d, 1, 2)")))
                .containsExactly(
                        new Selected.Stored("a"),
                        new Selected.Stored("b"),
                        new Selected.Computed("c", "substr(d, 1, 2)"));
    }

    @Test
    void saysThatAnExpressionNeedsAName() {
        assertThatThrownBy(() -> Selection.parse(List.of("a,coalesce(b, c)")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Cannot select 'a,coalesce(b, c)': an expression needs a name and an option of its own, as"
                        + " in --select 'value=coalesce(b, c)'");
    }

    @Test
    void saysHowAnAliasInAListIsWritten() {
        assertThatThrownBy(() -> Selection.parse(List.of("a,b=upper(c),d")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "Cannot select 'a,b=upper(c),d': an alias cannot stand in a list of columns; give it an option"
                                + " of its own, as in --select a,d --select 'b=upper(c)'");
    }
}
