// SPDX-License-Identifier: Apache-2.0
package dev.joust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.joust.error.AlreadyExistsException;
import dev.joust.error.InvalidRequestException;
import dev.joust.error.NotFoundException;
import dev.joust.view.RefreshMode;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.LongStream;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lance.Dataset;

/** What cannot be a view, or cannot be refreshed, and that nothing is lost. */
class ViewRefusalsTest {
    record Item(long id) {}

    @TempDir
    Path folder;

    private Lake lake;
    private Table items;

    @BeforeEach
    void openALake() {
        lake = Joust.open(folder.resolve("lake"));
        items = lake.createTable("items", Item.class);
        items.append(LongStream.range(0, 10).mapToObj(Item::new).toList());
    }

    @AfterEach
    void closeTheLake() {
        lake.close();
    }

    @Test
    void aSourceWithoutStableRowIdsIsRefusedWithTheCommandThatMakesOne() {
        Path old = folder.resolve("lake/old.lance");
        Schema schema = new Schema(List.of(Field.notNullable("id", new ArrowType.Int(64, true))));
        try (BufferAllocator allocator = new RootAllocator();
                Dataset made = Dataset.write()
                        .allocator(allocator)
                        .schema(schema)
                        .uri(old.toString())
                        .enableStableRowIds(false)
                        .execute()) {
            assertThat(made.hasStableRowIds()).isFalse();
        }
        Table table = lake.openTable("old");

        assertThatThrownBy(() -> lake.createView("v", table.query()))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessage("Cannot create view 'v': table 'old' has no stable row ids, so that rows could not be told"
                        + " apart after a compaction; make a copy that has them: joust copy " + old + " old_stable");
        assertThat(lake.exists("v")).isFalse();
        lake.createTable("old_stable", table.query());
        View view = lake.createView("v", lake.openTable("old_stable").query());
        assertThat(view.refresh().rowsAfter()).isZero();
    }

    @Test
    void aNameThatExistsIsRefused() {
        View view = lake.createView("few", items.query().where("id < 3"));
        view.refresh();

        assertThatThrownBy(() -> lake.createView("few", items.query().where("id < 5")))
                .isInstanceOf(AlreadyExistsException.class)
                .hasMessage("Cannot create view 'few': lake '" + lake.uri()
                        + "' has a table of that name; choose another name or drop it first");
        assertThatThrownBy(() -> lake.createView("items", items.query().where("id < 5")))
                .isInstanceOf(AlreadyExistsException.class)
                .hasMessage("Cannot create view 'items': lake '" + lake.uri()
                        + "' has a table of that name; choose another name or drop it first");
        assertThat(lake.openView("few").definition().filter()).contains("id < 3");
        assertThat(view.table().count()).isEqualTo(3);
        assertThat(items.count()).isEqualTo(10);
    }

    @Test
    void aViewOutlivesItsSourceAndFollowsOneOfTheSameName() {
        View view = lake.createView("few", items.query().where("id < 3"));
        view.refresh();
        lake.dropTable("items");
        String gone = ": its source 'items' is not in lake '" + lake.uri()
                + "' any more; create it again, or drop the view, which still has its rows";

        assertThatThrownBy(view::refresh)
                .isInstanceOf(NotFoundException.class)
                .hasMessage("Cannot refresh view 'few'" + gone);
        assertThatThrownBy(view::behind)
                .isInstanceOf(NotFoundException.class)
                .hasMessage("Cannot look at view 'few'" + gone);
        assertThat(view.table().count()).isEqualTo(3);
        lake.createTable("items", Item.class).append(List.of(new Item(1)));
        assertThat(view.refresh().mode()).isEqualTo(RefreshMode.REBUILD);
        assertThat(view.table().count()).isEqualTo(1);
    }
}
