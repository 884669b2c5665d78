// SPDX-License-Identifier: Apache-2.0
package dev.joust.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.joust.error.InvalidRequestException;
import dev.joust.error.NotFoundException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NamesTest {
    private static final List<String> COLUMNS = List.of(
            "image_id", "has_person", "has_rider", "scene_description", "weather", "scene", "timeofday", "dhash");

    @Test
    void ranksWhatWasMeantFirst() {
        assertThat(Names.nearest("hasperson", COLUMNS)).first().isEqualTo("has_person");
        assertThat(Names.nearest("HAS_RIDER", COLUMNS)).first().isEqualTo("has_rider");
        assertThat(Names.nearest("wether", COLUMNS)).containsExactly("weather");
        assertThat(Names.nearest("scene_desc", COLUMNS)).startsWith("scene_description");
        assertThat(Names.nearest("id", COLUMNS)).first().isEqualTo("image_id");
    }

    @Test
    void givesAtMostFiveNamesAndSomeEvenIfNoneIsNear() {
        assertThat(Names.nearest("zzzzzzzzzzzz", COLUMNS)).hasSize(5);
        assertThat(Names.nearest("x", List.of())).isEmpty();
    }

    @Test
    void saysWhereItLookedAndWhatIsNear() {
        NotFoundException exception = Names.notFound("table", "bdd100", "lake 'data/lake'", List.of("bdd100k", "coco"));

        assertThat(exception)
                .hasMessage("Cannot find table 'bdd100' in lake 'data/lake': it has no table of this name; the nearest"
                        + " is 'bdd100k'");
        assertThat(exception.kind()).isEqualTo("table");
        assertThat(exception.name()).isEqualTo("bdd100");
        assertThat(exception.candidates()).containsExactly("bdd100k");
    }

    @Test
    void saysThatThereIsNothingAtAll() {
        assertThat(Names.notFound("table", "a", "lake 'x'", List.of()))
                .hasMessage("Cannot find table 'a' in lake 'x': it has none; create it first");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "bdd100k", "_joust_jobs", "a.b-c_d", "0", "2024-01-01"})
    void acceptsTableNames(String name) {
        assertThat(Names.requireName("table", name)).isEqualTo(name);
    }

    @Test
    void namesTheCharacterThatATableNameCannotHold() {
        String advice = "; use letters, digits, '_', '-' and '.', starting with a letter, a digit or '_'";

        assertRefused("a/b", "Cannot use the table name 'a/b': it holds '/' at position 1" + advice);
        assertRefused("a\nb", "Cannot use the table name 'a\\u000ab': it holds '\\u000a' at position 1" + advice);
        assertRefused("ä", "Cannot use the table name 'ä': it holds 'ä' at position 0" + advice);
        assertRefused("..", "Cannot use the table name '..': it starts with '.'" + advice);
        assertRefused("a..b", "Cannot use the table name 'a..b': it holds '..' at position 1" + advice);
        assertRefused("-a", "Cannot use the table name '-a': it starts with '-'" + advice);
        assertRefused("", "Cannot use the table name '': it is empty" + advice);
        assertRefused(
                "a".repeat(129),
                "Cannot use the table name '" + "a".repeat(60) + "...': it has 129 characters, at most 128 are allowed"
                        + advice);
    }

    @Test
    void namesTheCharacterThatAColumnNameCannotHold() {
        assertThat(Names.requireColumnName("Ähre 3/4")).isEqualTo("Ähre 3/4");
        assertThatThrownBy(() -> Names.requireColumnName("a.b"))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessage(
                        "Cannot use the column name 'a.b': it holds '.' at position 1; use letters, digits and '_'");
        assertThatThrownBy(() -> Names.requireColumnName("a`b"))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessage(
                        "Cannot use the column name 'a`b': it holds '`' at position 1; use letters, digits and '_'");
        assertThatThrownBy(() -> Names.requireColumnName(""))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessage("Cannot use the column name '': it is empty; use letters, digits and '_'");
    }

    private static void assertRefused(String name, String message) {
        assertThatThrownBy(() -> Names.requireName("table", name))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessage(message);
    }
}
