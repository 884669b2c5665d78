// SPDX-License-Identifier: Apache-2.0
package dev.joust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.joust.error.JoustException;
import dev.joust.schema.Key;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TableChangesTest {
    record Frame(@Key String imageId, int people, Optional<String> scene) {}

    record Loose(long id) {}

    record Keyed(Optional<String> imageId, int people) {}

    @TempDir
    Path folder;

    private Lake lake;
    private Table frames;

    @BeforeEach
    void aTableOfFourRows() {
        lake = Joust.open(folder);
        frames = lake.createTable("frames", Frame.class);
        frames.append(List.of(frame("a", 0), frame("b", 1), frame("c", 2), frame("d", 3)));
    }

    @AfterEach
    void close() {
        lake.close();
    }

    private static Frame frame(String id, int people) {
        return new Frame(id, people, Optional.of("city street"));
    }

    private void assertRefused(String message, ThrowingCallable change) {
        assertThatThrownBy(change).isInstanceOf(JoustException.class).hasMessage(message);
        assertThat(frames.version()).isEqualTo(2);
        assertThat(frames.query().as(Frame.class))
                .containsExactly(frame("a", 0), frame("b", 1), frame("c", 2), frame("d", 3));
    }

    @Test
    void countsRows() {
        assertThat(frames.count()).isEqualTo(4);
        assertThat(frames.count("people > 1")).isEqualTo(2);
        assertThat(frames.count("scene IS NULL")).isZero();
    }

    @Test
    void deletesRows() {
        assertThat(frames.delete("people BETWEEN 1 AND 2")).isEqualTo(new ChangeResult(2, 3));
        assertThat(frames.delete("people = 99")).isEqualTo(new ChangeResult(0, 3));
        assertThat(frames.query().as(Frame.class)).containsExactly(frame("a", 0), frame("d", 3));
        assertThat(frames.delete("true")).isEqualTo(new ChangeResult(2, 4));
        assertThat(frames.count()).isZero();
    }

    @Test
    void updatesColumnsFromTheirOldValues() {
        ChangeResult result = frames.update(Map.of("people", "people * 10", "scene", "upper(scene)"), "people > 1");

        assertThat(result).isEqualTo(new ChangeResult(2, 3));
        assertThat(frames.query().as(Frame.class))
                .containsExactly(
                        frame("a", 0),
                        frame("b", 1),
                        new Frame("c", 20, Optional.of("CITY STREET")),
                        new Frame("d", 30, Optional.of("CITY STREET")));
        assertThat(frames.update(Map.of("people", "0"), "people = 99")).isEqualTo(new ChangeResult(0, 3));
    }

    @Test
    void upsertsByTheDeclaredKey() {
        UpsertResult result = frames.upsert(List.of(frame("b", 10), frame("e", 5), frame("d", 30)));

        assertThat(result).isEqualTo(new UpsertResult(1, 2, 3));
        assertThat(frames.query().orderBy("image_id").as(Frame.class))
                .containsExactly(frame("a", 0), frame("b", 10), frame("c", 2), frame("d", 30), frame("e", 5));
        assertThat(frames.upsert(List.of())).isEqualTo(new UpsertResult(0, 0, 3));
    }

    @Test
    void refusesWrongExpressions() {
        assertRefused(
                "Cannot count the rows of table 'frames': there is no column 'peopel'; did you mean" + " 'people'?",
                () -> frames.count("peopel > 1"));
        assertRefused(
                "Cannot count the rows of table 'frames': the condition 'people >' cannot be read (Expected: an"
                        + " expression, found: its end); correct the SQL",
                () -> frames.count("people >"));
        assertRefused(
                "Cannot delete from table 'frames': the filter is empty; use 'true' for all rows",
                () -> frames.delete(" "));
        assertRefused(
                "Cannot read table 'frames': there is no column 'peopel'; did you mean 'people'?",
                () -> frames.delete("peopel = 1"));
        assertRefused(
                "Cannot delete from table 'frames': there is a ';' in the SQL expression 'people = 1;"
                        + " DROP TABLE frames'; write one expression, without a ';'",
                () -> frames.delete("people = 1; DROP TABLE frames"));
        assertRefused(
                "Cannot read table 'frames': The filter people does not return a boolean; correct the" + " SQL",
                () -> frames.delete("people"));
        assertRefused(
                "Cannot delete from table 'frames': in the filter '\"scene\" <> 'tunnel'' \"scene\" means"
                        + " the text, not the column; write `scene` for the column, or 'scene' for the text",
                () -> frames.delete("\"scene\" <> 'tunnel'"));
        assertRefused(
                "Cannot delete from table 'frames': the parentheses in 'people = 1)' do not match;"
                        + " close each one that is opened",
                () -> frames.delete("people = 1)"));
    }

    @Test
    void refusesWrongUpdates() {
        assertRefused(
                "Cannot update table 'frames': there is no column 'peopel'; did you mean 'people'?",
                () -> frames.update(Map.of("peopel", "1"), "true"));
        assertRefused(
                "Cannot update column 'people' of table 'frames': it is int32 but 'scene || 'x'' is"
                        + " utf8; cast the expression",
                () -> frames.update(Map.of("people", "scene || 'x'"), "true"));
        assertRefused(
                "Cannot update column 'people' of table 'frames': 4 of 4 rows would get NULL, and its"
                        + " values are never NULL; change the expression or the filter",
                () -> frames.update(Map.of("people", "NULL"), "true"));
        assertRefused(
                "Cannot update column 'image_id' of table 'frames': it is the declared key, by which"
                        + " rows are recognized; delete the rows and append them with their new key",
                () -> frames.update(Map.of("image_id", "'z'"), "true"));
        assertRefused(
                "Cannot update table 'frames': the filter is empty; use 'true' for all rows",
                () -> frames.update(Map.of("people", "1"), ""));
        assertRefused(
                "Cannot update table 'frames': nothing is set; name at least one column",
                () -> frames.update(Map.of(), "true"));
        assertRefused(
                "Cannot update column 'people' of table 'frames' with '1 +': the expression '1 +' cannot be"
                        + " read (Expected: an expression, found: its end); correct the SQL",
                () -> frames.update(Map.of("people", "1 +"), "true"));
    }

    @Test
    void showsNothingOfTheSqlAroundAConditionOrAnExpression() {
        String condition = " 'frames': the condition 'people >' cannot be read (Expected: an expression, found: its"
                + " end); correct the SQL";
        assertRefused("Cannot read table" + condition, () -> frames.delete("people >"));
        assertRefused("Cannot read table" + condition, () -> frames.delete("(people >)"));
        assertRefused("Cannot count the rows of table" + condition, () -> frames.count("people >"));
        assertRefused("Cannot read table" + condition, () -> frames.update(Map.of("people", "1"), "people >"));
        assertRefused(
                "Cannot read table 'frames': the condition 'people = 'x'' does not fit the columns (Received literal"
                        + " Utf8(\"x\") and could not convert to literal of type 'Int32'); correct the SQL",
                () -> frames.delete("people = 'x'"));
        assertRefused(
                "Cannot read table 'frames': the expression 'people + * 2' cannot be read (Expected: an expression,"
                        + " found: *); correct the SQL",
                () -> frames.query()
                        .selectAs("a", "people + 1")
                        .selectAs("b", "people + * 2")
                        .rows());
        assertRefused(
                "Cannot create view 'v': the expression '(people > )' cannot be read (Expected: an expression, found:"
                        + " )); correct the SQL",
                () -> lake.createView("v", frames.query().where("(people > )")));
        assertRefused(
                "Cannot add feature 'n' to table 'frames': the expression 'people +' cannot be read (Expected: an"
                        + " expression, found: its end); correct the SQL",
                () -> frames.sqlFeature("n", "people +"));
    }

    @Test
    void refusesWrongKeys() {
        assertRefused(
                "Cannot upsert into table 'frames': rows 0 and 1 of the input have the same key 'x';"
                        + " leave one of them out",
                () -> frames.upsert(List.of(frame("x", 1), frame("x", 2))));
        assertRefused(
                "Cannot write row 0 to column 'image_id': the value is null, the column is NOT NULL;"
                        + " give a value to every row",
                () -> frames.upsert(List.of(new Keyed(Optional.empty(), 1))));
        Table loose = lake.createTable("loose", Loose.class);
        assertRefused(
                "Cannot upsert into table 'loose': it declares no key; append the rows, or create the"
                        + " table with a key",
                () -> loose.upsert(List.of(new Loose(1))));
        assertThat(loose.version()).isEqualTo(1);
    }
}
