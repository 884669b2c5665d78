// SPDX-License-Identifier: Apache-2.0
package dev.joust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.joust.error.InvalidRequestException;
import dev.joust.feature.Feature;
import dev.joust.feature.InputType;
import dev.joust.index.Index;
import dev.joust.index.IndexStatus;
import dev.joust.query.Row;
import dev.joust.schema.ColumnType;
import dev.joust.schema.Key;
import dev.joust.schema.Types;
import dev.joust.schema.Vector;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ColumnCastTest {
    @SuppressWarnings("ArrayRecordComponent")
    record Frame(
            @Key long id,
            int people,
            long bytes,
            double share,
            String caption,
            @Vector(4) float[] clip) {}

    private static final Feature LENGTH = Feature.of("caption_length", Types.INT32)
            .version(1)
            .from("caption", InputType.STRING)
            .map(String::length);

    @TempDir
    Path folder;

    private Lake lake;
    private Table frames;

    @BeforeEach
    void open() {
        lake = Joust.open(folder);
        frames = lake.createTable("frames", Frame.class);
        frames.append(rows(0, 20));
        frames.append(rows(20, 30));
    }

    private static List<Frame> rows(int from, int to) {
        List<Frame> rows = new ArrayList<>();
        for (int i = from; i < to; i++) {
            rows.add(new Frame(
                    i, i % 5, i == 25 ? 5_000_000_000L : i, i + 0.1, "frame " + i, new float[] {i, 1, 2, 0.1f}));
        }
        return rows;
    }

    @AfterEach
    void close() {
        lake.close();
    }

    @Test
    void givesColumnsOtherTypesWithTheirValuesAndIndexes() {
        frames.createIndex(Index.btree("people"));
        frames.createIndex(Index.fullText("caption").withoutStemming());
        frames.createIndex(Index.ivfFlat("clip").partitions(2));
        List<String> names = frames.schema().names();

        // region cast
        frames.castColumn("people", Types.INT64);
        frames.castColumn("share", Types.FLOAT32);
        frames.castColumn("caption", Types.LARGE_STRING);
        frames.castColumn("clip", Types.vector(Types.FLOAT16, 4));
        // endregion

        assertThat(frames.schema().names()).isEqualTo(names);
        assertThat(frames.schema().columns())
                .extracting(column -> column.type().toString())
                .containsExactly("int64", "int64", "int64", "float32", "large_utf8", "fixed_size_list<float16>[4]");
        Row row = frames.query().where("id = 7").rows().get(0);
        assertThat(row.longValue("people")).isEqualTo(2);
        assertThat(row.floatValue("share")).isEqualTo(7.1f);
        assertThat(row.string("caption")).isEqualTo("frame 7");
        assertThat(row.vector("clip")).startsWith(7, 1, 2);
        assertThat(frames.indexes())
                .extracting(IndexStatus::name, IndexStatus::rowsIndexed, IndexStatus::rowsUnindexed)
                .containsExactly(
                        org.assertj.core.api.Assertions.tuple("caption_idx", 30L, 0L),
                        org.assertj.core.api.Assertions.tuple("clip_idx", 30L, 0L),
                        org.assertj.core.api.Assertions.tuple("people_idx", 30L, 0L));
        assertThat(frames.searchText("7").in("caption").count()).isEqualTo(1);
        assertThat(frames.search("clip", new float[] {7, 1, 2, 0.1f})
                        .limit(1)
                        .rows()
                        .get(0)
                        .longValue("id"))
                .isEqualTo(7);
        frames.castColumn("clip", Types.vector(4));
        frames.castColumn("caption", Types.STRING);
        frames.castColumn("people", Types.UINT16);
        assertThat(frames.count("people = 2")).isEqualTo(6);
        frames.append(rows(30, 31));
        assertThat(frames.count("caption = 'frame 30'")).isEqualTo(1);
    }

    private void assertRefused(String column, ColumnType type, String why) {
        long version = frames.version();
        assertThatThrownBy(() -> frames.castColumn(column, type))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessage("Cannot cast column '" + column + "' of table 'frames' to " + type + ": " + why);
        assertThat(frames.version()).isEqualTo(version);
    }

    @Test
    void refusesValuesThatDoNotFit() {
        long rowId = frames.query().where("id = 25").withRowId().rows().get(0).longValue("_rowid");

        assertRefused(
                "bytes",
                Types.INT32,
                "the row with _rowid " + rowId + " holds 5000000000, which does not fit; change such rows first, or"
                        + " choose a larger type");
        frames.append(List.of(new Frame(99, 0, 1, 0, "large", new float[] {70_000, 0, 0, 0})));
        assertRefused(
                "clip",
                Types.vector(Types.FLOAT16, 4),
                "the row with _rowid 30 holds 70000.0, which does not fit; change such rows first, or choose a larger"
                        + " type");
        frames.castColumn("people", Types.INT8);
        assertThat(frames.schema().column("people").type()).isEqualTo(Types.INT8);
    }

    @Test
    void refusesColumnsThatOthersReadAndOtherTypes() {
        frames.addFeatures(LENGTH);
        assertThatThrownBy(() -> frames.castColumn("caption", Types.LARGE_STRING))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessage(
                        "Cannot cast column 'caption' of table 'frames': feature 'caption_length' reads it; drop that"
                                + " feature first");
        assertThatThrownBy(() -> frames.castColumn("caption_length", Types.INT64))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessage("Cannot cast column 'caption_length' of table 'frames': feature 'caption_length' fills it;"
                        + " drop the feature instead");
        assertRefused(
                "id", Types.INT32, "it is the key that the table declares; add a column with the other type instead");
        assertRefused("people", Types.INT32, "it has that type already; choose another type");
        assertRefused(
                "people",
                Types.STRING,
                "it is int32; Lance casts whole numbers but uint64 to others, fractions to others, utf8 to large_utf8"
                        + " and back, and vectors of fractions to others; for other types add a column that is"
                        + " computed");
        assertRefused("poeple", Types.INT64, "there is no column 'poeple'; did you mean 'people'?");
        lake.createView("crowds", frames.query().where("people > 2").select("id", "bytes"));
        assertThatThrownBy(() -> frames.castColumn("people", Types.INT64))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageStartingWith("Cannot cast a column of table 'frames': view 'crowds'");
    }
}
