// SPDX-License-Identifier: Apache-2.0
package dev.joust.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.joust.error.SchemaMismatchException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RecordTypeTest {
    enum Weather {
        CLEAR,
        RAINY
    }

    record Box(float x, float y) {}

    @SuppressWarnings("ArrayRecordComponent") // what it is about
    record Frame(
            @Key String imageId,
            byte[] imageBytes,
            @Nullable Integer width,
            Weather weather,
            Optional<String> timeofday,
            Instant recordedAt,
            LocalDateTime localTime,
            LocalDate day,
            LocalTime time,
            List<String> annCategories,
            List<List<Float>> annBboxes,
            Set<Long> tags,
            Optional<Box> largest,
            List<Box> boxes,
            @Vector(512) float @Nullable [] clipEmbedding,
            @Vector(3) List<Double> mean,
            @Named("B64") OptionalInt bits,
            UUID run,
            ByteBuffer thumbnail,
            boolean kept,
            byte small,
            short middle,
            long big,
            double score,
            int[] histogram) {}

    @Test
    void derivesAColumnFromEachComponent() {
        RecordType<Frame> type = RecordType.of(Frame.class);

        assertThat(type.schema().columns().stream().map(Column::toString))
                .containsExactly(
                        "image_id: utf8 not null",
                        "image_bytes: large_binary not null",
                        "width: int32",
                        "weather: utf8 not null",
                        "timeofday: utf8",
                        "recorded_at: timestamp[us, UTC] not null",
                        "local_time: timestamp[us] not null",
                        "day: date32 not null",
                        "time: time64[us] not null",
                        "ann_categories: list<utf8> not null",
                        "ann_bboxes: list<list<float32>> not null",
                        "tags: list<int64> not null",
                        "largest: struct<x:float32,y:float32>",
                        "boxes: list<struct<x:float32,y:float32>> not null",
                        "clip_embedding: fixed_size_list<float32>[512]",
                        "mean: fixed_size_list<float64>[3] not null",
                        "B64: int32",
                        "run: utf8 not null",
                        "thumbnail: large_binary not null",
                        "kept: bool not null",
                        "small: int8 not null",
                        "middle: int16 not null",
                        "big: int64 not null",
                        "score: float64 not null",
                        "histogram: list<int32> not null");
        assertThat(type.key()).containsExactly("image_id");
        assertThat(RecordType.of(Frame.class)).isSameAs(type);
    }

    @Test
    void writesNamesInSnakeCase() {
        assertThat(RecordType.snakeCase("imageId")).isEqualTo("image_id");
        assertThat(RecordType.snakeCase("clipURL")).isEqualTo("clip_url");
        assertThat(RecordType.snakeCase("URLPath")).isEqualTo("url_path");
        assertThat(RecordType.snakeCase("resnet18Embedding")).isEqualTo("resnet18_embedding");
        assertThat(RecordType.snakeCase("dhash")).isEqualTo("dhash");
        assertThat(RecordType.snakeCase("already_snake")).isEqualTo("already_snake");
    }

    record WithDuration(Duration exposure) {}

    record WithDecimal(BigDecimal price) {}

    record WithMap(Map<String, String> labels) {}

    record WithObject(Object anything) {}

    record WithBadVector(@Vector(4) String text) {}

    record WithEmptyVector(@Vector(0) List<Float> values) {}

    record WithBadName(@Named("a.b") int value) {}

    record Generic<T>(T value) {}

    record Tree(List<Branch> branches) {}

    record Branch(Optional<Tree> tree) {}

    record Twice(int aB, @Named("a_b") int other) {}

    record Empty() {}

    @Test
    void namesWhatNoColumnCanHold() {
        assertRefused(
                WithDuration.class,
                "Cannot derive a column from the component 'exposure' of the record"
                        + " 'dev.joust.schema.RecordTypeTest$WithDuration', a java.time.Duration: no column holds this"
                        + " type; use a long and name its unit, such as 'durationMillis'");
        assertRefused(
                WithDecimal.class,
                "Cannot derive a column from the component 'price' of the record"
                        + " 'dev.joust.schema.RecordTypeTest$WithDecimal', a java.math.BigDecimal: no column holds this"
                        + " type; use a double, a long of the smallest unit, or a String");
        assertRefused(
                WithMap.class,
                "Cannot derive a column from the component 'labels' of the record"
                        + " 'dev.joust.schema.RecordTypeTest$WithMap', a java.util.Map<java.lang.String,"
                        + " java.lang.String>: no column holds this type; use a record, or a List of records with a key"
                        + " and a value");
        assertRefused(
                WithObject.class,
                "Cannot derive a column from the component 'anything' of the record"
                        + " 'dev.joust.schema.RecordTypeTest$WithObject', a java.lang.Object: no column holds this type;"
                        + " use a primitive, String, byte[], an enum, java.time, a record, or a List, Set or Optional"
                        + " of these");
        assertRefused(
                Generic.class,
                "Cannot derive a column from the component 'value' of the record"
                        + " 'dev.joust.schema.RecordTypeTest$Generic', a T: its type is not known before the program"
                        + " runs; use a type without variables");
    }

    @Test
    void refusesVectorsOfWhatIsNoNumberOrHasNoLength() {
        assertRefused(
                WithBadVector.class,
                "Cannot derive a column from the component 'text' of the record"
                        + " 'dev.joust.schema.RecordTypeTest$WithBadVector', a java.lang.String: @Vector is for float[],"
                        + " double[], List<Float> and List<Double>; use one of them or remove @Vector");
        assertRefused(
                WithEmptyVector.class,
                "Cannot derive a column from the component 'values' of the record"
                        + " 'dev.joust.schema.RecordTypeTest$WithEmptyVector', a java.util.List<java.lang.Float>: its"
                        + " @Vector has the length 0; give the number of values that each vector has");
    }

    @Test
    void refusesRecordsThatHoldThemselves() {
        assertRefused(
                Tree.class,
                "Cannot derive a column from the component 'tree' of the record"
                        + " 'dev.joust.schema.RecordTypeTest$Branch', a dev.joust.schema.RecordTypeTest$Tree: a record"
                        + " cannot hold itself; use a key that refers to another row");
    }

    @Test
    void refusesWhatIsNoRecordOrHasNoOrBadColumns() {
        assertRefused(
                String.class,
                "Cannot derive columns from the class 'java.lang.String': it is no record; declare it as a record with"
                        + " one component per column");
        assertRefused(
                Empty.class,
                "Cannot derive columns from the record 'dev.joust.schema.RecordTypeTest$Empty': it has no components;"
                        + " declare one per column");
        assertThatThrownBy(() -> RecordType.of(WithBadName.class))
                .hasMessage(
                        "Cannot use the column name 'a.b': it holds '.' at position 1; use letters, digits and '_'");
        assertThatThrownBy(() -> RecordType.of(Twice.class))
                .hasMessage("Cannot use the column name 'a_b' twice: each column needs a name of its own; rename one of"
                        + " them");
    }

    private static void assertRefused(Class<?> type, String message) {
        assertThatThrownBy(() -> RecordType.of(type))
                .isInstanceOf(SchemaMismatchException.class)
                .hasMessage(message);
    }
}
