// SPDX-License-Identifier: Apache-2.0
package dev.joust.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.joust.error.InvalidRequestException;
import dev.joust.error.NotFoundException;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TableSchemaTest {
    private final TableSchema schema = TableSchema.builder()
            .required("image_id", Types.STRING)
            .column("has_person", Types.BOOL)
            .column("box", Types.struct(Column.of("width", Types.INT32), Column.required("height", Types.INT32)))
            .column("boxes", Types.listOf(Types.struct(Column.of("x", Types.FLOAT32))))
            .metadata("owner", "vision")
            .build();

    @Test
    void findsColumnsByNameAndByPath() {
        assertThat(schema.column("image_id")).isEqualTo(Column.required("image_id", Types.STRING));
        assertThat(schema.column("box.height")).isEqualTo(Column.required("height", Types.INT32));
        assertThat(schema.column("boxes.item.x").type()).isEqualTo(Types.FLOAT32);
        assertThat(schema.find("box.depth")).isEmpty();
        assertThat(schema.find("image_id.x")).isEmpty();
    }

    @Test
    void findsAColumnWhoseNameHoldsADot() {
        TableSchema foreign = TableSchema.of(Column.of("a.b", Types.INT64));

        assertThat(foreign.column("a.b").type()).isEqualTo(Types.INT64);
    }

    @Test
    void namesTheNearestColumns() {
        assertThatThrownBy(() -> schema.column("hasperson", "table 'bdd100k'"))
                .isInstanceOf(NotFoundException.class)
                .hasMessage("Cannot read table 'bdd100k': there is no column 'hasperson'; did you mean 'has_person'?");
        assertThatThrownBy(() -> schema.column("box.heigth"))
                .hasMessage("Cannot read the schema: there is no column 'box.heigth'; did you mean 'box.height'?");
    }

    @Test
    void selectsInTheOrderAskedForAndDropsWhatIsNamed() {
        assertThat(schema.select(List.of("box", "image_id")).names()).containsExactly("box", "image_id");
        assertThat(schema.without(Set.of("box", "nothing")).names()).containsExactly("image_id", "has_person", "boxes");
        assertThat(schema.with(Column.of("more", Types.DATE)).names()).endsWith("more");
        assertThat(schema.select(List.of("box")).metadata()).containsEntry("owner", "vision");
    }

    @Test
    void refusesTwoColumnsOfOneName() {
        TableSchema.Builder builder =
                TableSchema.builder().column("a", Types.INT32).column("a", Types.STRING);

        assertThatThrownBy(builder::build)
                .isInstanceOf(InvalidRequestException.class)
                .hasMessage("Cannot use the column name 'a' twice: each column needs a name of its own; rename one of"
                        + " them");
    }

    @Test
    void refusesBadNamesOfNewColumns() {
        assertThatThrownBy(() -> TableSchema.builder().column("a.b", Types.INT32))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessage(
                        "Cannot use the column name 'a.b': it holds '.' at position 1; use letters, digits and '_'");
    }

    @Test
    void listsAllPathsAndPrintsItself() {
        assertThat(schema.paths()).containsExactly("image_id", "has_person", "box", "box.width", "box.height", "boxes");
        assertThat(schema)
                .hasToString("image_id: utf8 not null, has_person: bool, box: struct<width:int32,height:int32>,"
                        + " boxes: list<struct<x:float32>>");
    }
}
