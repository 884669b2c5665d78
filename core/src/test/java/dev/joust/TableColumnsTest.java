// SPDX-License-Identifier: Apache-2.0
package dev.joust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.joust.error.JoustException;
import dev.joust.feature.Feature;
import dev.joust.feature.InputType;
import dev.joust.index.Index;
import dev.joust.schema.Column;
import dev.joust.schema.TableSchema;
import dev.joust.schema.Types;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TableColumnsTest {
    @SuppressWarnings("ArrayRecordComponent")
    record Frame(long id, String caption, byte[] image) {}

    record Plain(long id) {}

    private static final Feature LENGTH = Feature.of("caption_length", Types.INT32)
            .version(1)
            .from("caption", InputType.STRING)
            .map(String::length);

    @TempDir
    Path folder;

    private Lake lake;
    private Table frames;
    private Map<String, String> dataFiles;

    @BeforeEach
    void aTableOfTwoFragments() {
        lake = Joust.open(folder);
        frames = lake.createTable("frames", Frame.class);
        frames.append(List.of(new Frame(1, "a car", new byte[5000]), new Frame(2, "a rider", new byte[7000])));
        frames.append(List.of(new Frame(3, "rain", new byte[10])));
        dataFiles = DataFolder.files(folder, "frames");
    }

    @AfterEach
    void close() {
        lake.close();
    }

    private void assertRefused(String message, ThrowingCallable change) {
        long version = frames.version();
        assertThatThrownBy(change).isInstanceOf(JoustException.class).hasMessage(message);
        assertThat(frames.version()).isEqualTo(version);
        assertThat(frames.count()).isEqualTo(3);
        assertThat(frames.schema().names()).contains("id", "caption", "image");
    }

    private void assertOldFilesAreUntouched() {
        assertThat(DataFolder.files(folder, "frames")).containsAllEntriesOf(dataFiles);
    }

    @Test
    void addsSeveralColumnsInOneCommitAndTouchesNoOldFile() {
        Map<String, String> columns = new LinkedHashMap<>();
        columns.put("caption_length", "length(caption)");
        columns.put("is_long", "length(caption) > 4");
        columns.put("id_text", "CAST(id AS STRING)");

        long version = frames.addColumns(columns);

        assertThat(version).isEqualTo(4);
        assertThat(frames.version()).isEqualTo(4);
        assertThat(frames.schema().names())
                .containsExactly("id", "caption", "image", "caption_length", "is_long", "id_text");
        assertThat(frames.count("id_text = '2'")).isEqualTo(1);
        assertThat(frames.query().select("caption_length", "is_long").rows())
                .extracting(row -> row.intValue("caption_length") + " " + row.bool("is_long"))
                .containsExactly("5 true", "7 true", "4 false");
        assertThat(DataFolder.files(folder, "frames")).hasSize(4);
        assertOldFilesAreUntouched();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "id + 1",
                "7",
                "'text'",
                "id > 1",
                "make_array(id, 2)",
                "arrow_cast(make_array(1.0, 2.0), 'FixedSizeList(2, Float32)')",
                "named_struct('a', id)",
                "random()",
                "arrow_cast('x', 'Utf8View')",
                "to_timestamp(id)"
            })
    void addsColumnsThatMayBeNullSoThatRowsWithoutThemCanBeAppended(String expression) {
        Table plain = lake.createTable("plain", TableSchema.of(Column.required("id", Types.INT64)));
        plain.append(List.of(new Plain(1), new Plain(2)));

        plain.addColumns(Map.of("c", expression));
        plain.append(List.of(new Plain(3)));

        assertThat(plain.schema().column("c").nullable()).isTrue();
        assertThat(plain.count("c IS NULL")).isEqualTo(1);
        assertThat(plain.query().rows()).hasSize(3);
        plain.optimize(Duration.ZERO);
        assertThat(plain.query().where("c IS NOT NULL").rows()).hasSize(2);
    }

    @Test
    void addsAColumnWhileRowsAreOnTheirWay() {
        Table plain = lake.createTable("plain", TableSchema.of(Column.required("id", Types.INT64)));
        plain.append(List.of(new Plain(1)));

        plain.append(Midway.rows(List.of(new Plain(2), new Plain(3)), () -> plain.addColumns(Map.of("c", "id + 1"))));

        assertThat(plain.query().orderBy("id").rows())
                .extracting(row -> row.longValue("id") + " " + row.isNull("c"))
                .containsExactly("1 false", "2 true", "3 true");
    }

    @Test
    void dropsColumnsWithoutTouchingAFile() {
        long version = frames.dropColumns("image", "caption");

        assertThat(version).isEqualTo(4);
        assertThat(frames.schema().names()).containsExactly("id");
        assertThat(frames.query().atVersion(3).select("caption").rows()).hasSize(3);
        assertThat(DataFolder.files(folder, "frames")).isEqualTo(dataFiles);
    }

    @Test
    void dropsTheIndexOfAColumnThatIsDropped() {
        frames.createIndex(Index.btree("caption"));
        frames.createIndex(Index.btree("id"));

        frames.dropColumns("caption");

        assertThat(frames.indexes()).extracting("name").containsExactly("id_idx");
        assertThat(frames.count("id = 2")).isEqualTo(1);
    }

    @Test
    void renamesAColumnWithItsIndexAndWithoutTouchingAFile() {
        frames.createIndex(Index.btree("caption"));

        frames.renameColumn("caption", "description");

        assertThat(frames.schema().names()).containsExactly("id", "description", "image");
        assertThat(frames.count("description = 'rain'")).isEqualTo(1);
        assertThat(frames.query().atVersion(3).where("caption = 'rain'").count())
                .isEqualTo(1);
        assertThat(DataFolder.files(folder, "frames")).isEqualTo(dataFiles);
    }

    @Test
    void refusesWrongNewColumns() {
        assertRefused(
                "Cannot add columns [caption] to table 'frames': there is a column 'caption' already;"
                        + " choose another name",
                () -> frames.addColumns(Map.of("caption", "upper(caption)")));
        assertRefused(
                "Cannot add columns [length] to table 'frames': there is no column 'captoin'; did you"
                        + " mean 'caption'?",
                () -> frames.addColumns(Map.of("length", "length(captoin)")));
        assertRefused(
                "Cannot add columns [length] to table 'frames': the parentheses in 'length(caption'"
                        + " do not match; close each one that is opened",
                () -> frames.addColumns(Map.of("length", "length(caption")));
        assertRefused(
                "Cannot use the column name 'a.b': it holds '.' at position 1; use letters, digits" + " and '_'",
                () -> frames.addColumns(Map.of("a.b", "id")));
        assertRefused(
                "Cannot add columns [n] to table 'frames': there is a ';' in the SQL expression '1;"
                        + " 2'; write one expression, without a ';'",
                () -> frames.addColumns(Map.of("n", "1; 2")));
        assertRefused(
                "Cannot add columns to table 'frames': none is named; name at least one",
                () -> frames.addColumns(Map.of()));
    }

    @Test
    void refusesToDropOrRenameWhatIsNotThere() {
        assertRefused(
                "Cannot drop columns [captoin] of table 'frames': there is no column 'captoin'; did you mean 'caption'?",
                () -> frames.dropColumns("captoin"));
        assertRefused(
                "Cannot drop columns [id, caption, image] of table 'frames': none would be left; drop the table instead",
                () -> frames.dropColumns("id", "caption", "image"));
        assertRefused("Cannot drop columns of table 'frames': none is named; name at least one", frames::dropColumns);
        assertRefused(
                "Cannot rename column 'captoin' of table 'frames': there is no column 'captoin'; did you mean"
                        + " 'caption'?",
                () -> frames.renameColumn("captoin", "text"));
        assertRefused(
                "Cannot rename column 'caption' of table 'frames': there is a column 'id' already; choose another name",
                () -> frames.renameColumn("caption", "id"));
        assertRefused(
                "Cannot use the column name 'the.caption': it holds '.' at position 3; use letters, digits and '_'",
                () -> frames.renameColumn("caption", "the.caption"));
    }

    @Test
    void keepsColumnsThatAFeatureReadsOrFills() {
        frames.addFeatures(LENGTH);
        frames.backfill("caption_length").run();

        assertRefused(
                "Cannot drop column 'caption' of table 'frames': feature 'caption_length' reads it; drop that feature"
                        + " first",
                () -> frames.dropColumns("caption"));
        assertRefused(
                "Cannot rename column 'caption' of table 'frames': feature 'caption_length' reads it; drop that"
                        + " feature first",
                () -> frames.renameColumn("caption", "description"));
        assertRefused(
                "Cannot drop column 'caption_length' of table 'frames': feature 'caption_length' fills it; drop the"
                        + " feature instead",
                () -> frames.dropColumns("image", "caption_length"));
        assertRefused(
                "Cannot rename column 'caption_length' of table 'frames': feature 'caption_length' fills it; drop the"
                        + " feature instead",
                () -> frames.renameColumn("caption_length", "length"));

        frames.dropFeature("caption_length");
        frames.dropColumns("caption");
        assertThat(frames.schema().names()).containsExactly("id", "image");
    }
}
