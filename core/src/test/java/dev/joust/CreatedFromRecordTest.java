// SPDX-License-Identifier: Apache-2.0
package dev.joust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.joust.error.SchemaMismatchException;
import dev.joust.schema.Column;
import dev.joust.schema.Key;
import dev.joust.schema.TableSchema;
import dev.joust.schema.Types;
import dev.joust.schema.Vector;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CreatedFromRecordTest {
    enum Timeofday {
        DAYTIME,
        NIGHT
    }

    record Box(double x1, double y1, String category) {}

    @SuppressWarnings("ArrayRecordComponent")
    record Frame(
            @Key String imageId,
            Timeofday timeofday,
            Instant taken,
            LocalDate day,
            LocalTime clock,
            Box largest,
            List<Box> boxes,
            List<String> categories,
            Optional<Integer> width,
            @Vector(3) float[] embedding,
            byte[] imageBytes) {}

    record Unfit(Thread thread) {}

    @TempDir
    Path folder;

    private static Frame frame(String id, Optional<Integer> width) {
        Box box = new Box(1.5, 2.5, "car");
        return new Frame(
                id,
                Timeofday.NIGHT,
                Instant.parse("2026-11-20T10:15:30.123456Z"),
                LocalDate.of(2026, 11, 20),
                LocalTime.of(23, 59, 58),
                box,
                List.of(box, new Box(3, 4, "rider")),
                List.of("car", "rider"),
                width,
                new float[] {0.1f, 0.2f, 0.3f},
                new byte[] {(byte) 0xff, (byte) 0xd8});
    }

    @Test
    void hasAColumnForEachComponentAndGivesTheRecordsBack() {
        try (Lake lake = Joust.open(folder)) {
            Table frames = lake.createTable("frames", Frame.class);
            Frame full = frame("a", Optional.of(1280));
            Frame empty = frame("b", Optional.empty());

            ChangeResult result = frames.append(List.of(full, empty));

            assertThat(result).isEqualTo(new ChangeResult(2, 2));
            assertThat(frames.schema())
                    .hasToString("image_id: utf8 not null, timeofday: utf8 not null,"
                            + " taken: timestamp[us, UTC] not null, day: date32 not null, clock: time64[us] not null,"
                            + " largest: struct<x1:float64,y1:float64,category:utf8> not null,"
                            + " boxes: list<struct<x1:float64,y1:float64,category:utf8>>"
                            + " not null, categories: list<utf8> not null, width: int32,"
                            + " embedding: fixed_size_list<float32>[3] not null, image_bytes: large_binary not null");
            List<Frame> read = frames.query().as(Frame.class);
            assertThat(read).usingRecursiveFieldByFieldElementComparator().containsExactly(full, empty);
        }
    }

    @Test
    void keepsItsKeyAndItsSettingsWhenItIsOpenedAgain() {
        try (Lake lake = Joust.open(folder)) {
            lake.createTable("frames", Frame.class).append(List.of(frame("a", Optional.of(1))));
        }

        try (Lake lake = Joust.open(folder)) {
            Table frames = lake.openTable("frames");
            UpsertResult result = frames.upsert(List.of(frame("a", Optional.of(2)), frame("b", Optional.empty())));

            assertThat(result).isEqualTo(new UpsertResult(1, 1, 3));
            assertThat(frames.count("width = 2")).isEqualTo(1);
            assertThat(frames.schema().column("image_bytes").metadata())
                    .containsEntry("lance-encoding:compression", "none");
        }
    }

    @Test
    void refusesAComponentThatNoColumnCanHold() {
        try (Lake lake = Joust.open(folder)) {
            assertThatThrownBy(() -> lake.createTable("t", Unfit.class))
                    .isInstanceOf(SchemaMismatchException.class)
                    .hasMessage("Cannot derive a column from the component 'thread' of the record '"
                            + Unfit.class.getName() + "', a java.lang.Thread: no column holds this type; use a"
                            + " primitive, String, byte[], an enum, java.time, a record, or a List, Set or Optional of"
                            + " these");
            assertThat(lake.exists("t")).isFalse();
        }
    }

    @Test
    void refusesAColumnNameThatSqlCannotName() {
        try (Lake lake = Joust.open(folder)) {
            assertThatThrownBy(() -> lake.createTable("t", TableSchema.of(Column.of("a.b", Types.INT64))))
                    .hasMessage("Cannot use the column name 'a.b': it holds '.' at position 1; use letters, digits and"
                            + " '_'");
            assertThat(lake.exists("t")).isFalse();
        }
    }
}
