// SPDX-License-Identifier: Apache-2.0
package dev.joust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.joust.error.AlreadyExistsException;
import dev.joust.error.InvalidRequestException;
import dev.joust.error.JoustException;
import dev.joust.feature.Feature;
import dev.joust.feature.InputType;
import dev.joust.query.Row;
import dev.joust.schema.Column;
import dev.joust.schema.ColumnType;
import dev.joust.schema.Key;
import dev.joust.schema.TableSchema;
import dev.joust.schema.Types;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CopiedTableTest {
    @SuppressWarnings("ArrayRecordComponent")
    record Frame(@Key long id, String caption, byte[] image) {}

    private static final Feature LENGTH = Feature.of("caption_length", Types.INT32)
            .version(1)
            .from("caption", InputType.STRING)
            .map(String::length);

    @TempDir
    Path folder;

    private Lake lake;
    private Table frames;

    @BeforeEach
    void aTableOfFourRows() {
        lake = Joust.open(folder.resolve("lake"));
        frames = lake.createTable("frames", Frame.class);
        frames.append(List.of(frame(1), frame(2), frame(3), frame(4)));
    }

    @AfterEach
    void close() {
        lake.close();
    }

    private static Frame frame(long id) {
        return new Frame(id, "frame " + id, new byte[] {(byte) id, 2});
    }

    private static List<Long> ids(Table table) {
        return table.query().select("id").rows().stream()
                .map(row -> row.longValue("id"))
                .toList();
    }

    @Test
    void tellsHowManyRowsWereRead() {
        List<Long> told = new ArrayList<>();

        lake.createTable("copy", frames.query(), told::add);

        assertThat(told).containsExactly(0L, 4L);
    }

    @Test
    void isNotThereIfTheListenerEndsTheWork() throws IOException {
        assertThatThrownBy(() -> lake.createTable("copy", frames.query(), rows -> {
                    if (rows > 0) {
                        throw new CancellationException("enough");
                    }
                }))
                .isInstanceOf(CancellationException.class)
                .hasMessage("enough");

        assertThat(lake.exists("copy")).isFalse();
        try (Stream<Path> files = Files.list(folder.resolve("lake"))) {
            assertThat(files).containsExactly(folder.resolve("lake/frames.lance"));
        }
        assertThat(lake.createTable("copy", frames.query()).count()).isEqualTo(4);
    }

    @Test
    void holdsTheRowsAndColumnsOfAQuery() {
        Table copy = lake.createTable(
                "copy",
                frames.query()
                        .where("id > 1")
                        .select("id")
                        .selectAs("upper_caption", "upper(caption)")
                        .select("image")
                        .limit(2));

        assertThat(copy.schema().names()).containsExactly("id", "upper_caption", "image");
        assertThat(copy.query().select("id", "upper_caption").rows())
                .containsExactly(row(2, "FRAME 2"), row(3, "FRAME 3"));
        assertThat(copy.query().rows().get(0).bytes("image")).containsExactly(2, 2);
        assertThat(copy.version()).isEqualTo(2);
        assertThat(lake.tables())
                .containsExactly(
                        new TableInfo("copy", TableInfo.Kind.TABLE, 2, 2),
                        new TableInfo("frames", TableInfo.Kind.TABLE, 4, 2));
    }

    private static Row row(long id, String caption) {
        return Row.header(List.of("id", "upper_caption")).row(id, caption);
    }

    @Test
    void canBeOfAnotherLakeAndKeepsKeyAndStorage() {
        try (Lake other = Joust.open(folder.resolve("other"))) {
            Table copy = other.createTable("frames", frames.query());

            assertThat(copy.schema().columns()).isEqualTo(frames.schema().columns());
            assertThat(copy.schema().metadata())
                    .containsEntry(
                            "joust.copied-from",
                            folder.resolve("lake/frames.lance").toString());
            assertThat(copy.query().rows()).isEqualTo(frames.query().rows());
            assertThat(copy.upsert(List.of(frame(4), frame(5)))).isEqualTo(new UpsertResult(1, 1, 3));
        }
        assertThat(frames.count()).isEqualTo(4);
    }

    @Test
    void canBeOfAnOldVersionASearchOrASelect() {
        frames.delete("id < 4");

        assertThat(ids(lake.createTable("old", frames.query().atVersion(2)))).containsExactly(1L, 2L, 3L, 4L);
        assertThat(ids(lake.createTable("checkout", frames.at(2).query().where("id < 3"))))
                .containsExactly(1L, 2L);
        Table grouped = lake.createTable(
                "grouped",
                frames.sql("SELECT upper(caption) AS caption, 'x' AS text,"
                                + " CAST(id AS STRING) AS s, count(*) AS n FROM t GROUP BY 1, 2, 3")
                        .atVersion(2));
        assertThat(grouped.count("caption = 'FRAME 4' AND text = 'x' AND s = '4' AND n = 1"))
                .isEqualTo(1);
        Table cast = lake.createTable("cast", frames.query().selectAs("s", "CAST(id AS STRING)"));
        assertThat(cast.schema()).hasToString("s: utf8");
        assertThat(cast.count("s = '4'")).isEqualTo(1);
        Table empty = lake.createTable("empty", frames.query().where("id > 99"));
        assertThat(empty.count()).isZero();
        assertThat(empty.schema().columns()).isEqualTo(frames.schema().columns());
    }

    @Test
    void hasValuesOfFeaturesButNotTheirFunctions() {
        frames.addFeatures(LENGTH);
        frames.backfill("caption_length").run();

        Table copy = lake.createTable("copy", frames.query());

        assertThat(copy.count("caption_length = 7")).isEqualTo(4);
        assertThat(copy.features()).isEmpty();
    }

    @Test
    void canBeOfAView() {
        View even = lake.createView("even", frames.query().where("id % 2 = 0").select("id", "image"));
        even.refresh();

        Table copy = lake.createTable("copy", even.table().query());

        assertThat(copy.schema().names()).containsExactly("id", "image", "__source_row_id");
        assertThat(ids(copy)).containsExactly(2L, 4L);
        assertThat(lake.tables())
                .extracting(TableInfo::kind)
                .containsExactly(TableInfo.Kind.TABLE, TableInfo.Kind.VIEW, TableInfo.Kind.TABLE);
    }

    @Test
    void keepsColumnsWithoutAType() {
        Table untyped = lake.createTable(
                "untyped",
                TableSchema.of(Column.required("id", Types.INT64), Column.of("nothing", new ColumnType.NullType())));
        untyped.appendRows(List.of(Map.of("id", 1), Map.of("id", 2)));

        Table copy = lake.createTable("copy", untyped.query().where("id = 2"));
        Table selected =
                lake.createTable("selected", frames.query().select("id").selectAs("nothing", "NULL"));

        assertThat(copy.schema().columns()).isEqualTo(untyped.schema().columns());
        assertThat(copy.query().rows()).hasSize(1).allMatch(row -> row.isNull("nothing"));
        assertThat(selected.schema().column("nothing").type()).isEqualTo(new ColumnType.NullType());
        assertThat(selected.count("nothing IS NULL")).isEqualTo(4);
    }

    @Test
    void hasTheBytesOfBlobsNotTheirPlaces() {
        Table lazy = lake.createTable(
                "lazy",
                TableSchema.of(
                        Column.required("id", Types.INT64),
                        Column.of("image", Types.LARGE_BINARY).withMetadata("lance-encoding:blob", "true")));
        lazy.appendRows(List.of(Map.of("id", 1, "image", new byte[] {7, 8}), Map.of("id", 2)));
        lazy.appendRows(List.of(Map.of("id", 3, "image", new byte[0]), Map.of("id", 4, "image", new byte[200_000])));
        lazy.delete("id = 1");
        lazy.appendRows(List.of(Map.of("id", 5, "image", new byte[] {5})));

        Table copy = lake.createTable("copy", lazy.query());
        Table computed = lake.createTable(
                "computed",
                lazy.query()
                        .select("id")
                        .selectAs("bytes", "length(encode(image, 'hex')) / 2")
                        .orderByDescending("id"));
        View view = lake.createView("view", lazy.query().where("id > 3"));
        view.refresh();

        assertThat(copy.query().orderBy("id").rows())
                .extracting(row -> row.isNull("image") ? -1 : row.bytes("image").length)
                .containsExactly(-1, 0, 200_000, 1);
        assertThat(copy.schema().column("image").metadata()).containsOnlyKeys("lance-encoding:compression");
        assertThat(computed.query().rows())
                .extracting(row -> row.value("bytes") + "")
                .containsExactly("1", "200000", "0", "null");
        assertThat(view.table().query().select("image").rows())
                .extracting(row -> row.bytes("image").length)
                .containsExactly(200_000, 1);
        assertThat(lazy.query().where("id = 5").rows().get(0).bytes("image")).containsExactly(5);
    }

    @Test
    void isThereWithAllRowsOrNotAtAll() {
        assertThatThrownBy(() -> lake.createTable("copy", frames.query().where("captoin = 'x'")))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessage("Cannot read table 'frames': there is no column 'captoin'; did you mean 'caption'?");
        assertThatThrownBy(() ->
                        lake.createTable("copy", frames.query().select("id").selectAs("bad", "10 / (id - 3)")))
                .isInstanceOf(JoustException.class)
                .hasMessageContaining("ivide by zero");
        assertThatThrownBy(() ->
                        lake.createTable("copy", frames.query().withRowId().selectAs("a.b", "id")))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessage(
                        "Cannot use the column name 'a.b': it holds '.' at position 1; use letters, digits and '_'");
        assertThatThrownBy(() -> lake.createTable("frames", frames.query()))
                .isInstanceOf(AlreadyExistsException.class)
                .hasMessage("Cannot create table 'frames': lake '" + folder.resolve("lake")
                        + "' has a table of that name; choose another name or drop it first");

        assertThat(lake.exists("copy")).isFalse();
        assertThat(folder.resolve("lake")).isDirectoryNotContaining("glob:**/.creating*");
        assertThat(frames.count()).isEqualTo(4);
        assertThat(frames.version()).isEqualTo(2);
    }
}
