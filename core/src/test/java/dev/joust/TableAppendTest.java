// SPDX-License-Identifier: Apache-2.0
package dev.joust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.joust.error.InvalidRequestException;
import dev.joust.error.SchemaMismatchException;
import dev.joust.schema.Vector;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TableAppendTest {
    @SuppressWarnings("ArrayRecordComponent")
    record Frame(
            long id,
            String scene,
            Optional<Integer> people,
            @Vector(2) Optional<float[]> embedding) {}

    record Brief(long id, String scene) {}

    record Wrong(long id, String scene, String people) {}

    record Unknown(long id, String scene, int peopel) {}

    record Lacking(long id) {}

    @TempDir
    Path folder;

    private Lake lake;
    private Table frames;

    @BeforeEach
    void aTableOfOneRow() {
        lake = Joust.open(folder);
        frames = lake.createTable("frames", Frame.class);
        frames.append(List.of(frame(0)));
    }

    @AfterEach
    void close() {
        lake.close();
    }

    private static Frame frame(long id) {
        return new Frame(id, "city street", Optional.of((int) id), Optional.of(new float[] {id, 1}));
    }

    private void assertRefused(String message, ThrowingCallable append) throws Exception {
        assertThatThrownBy(append).isInstanceOf(SchemaMismatchException.class).hasMessage(message);
        assertAsBefore();
    }

    private void assertAsBefore() throws Exception {
        assertThat(frames.count()).isEqualTo(1);
        assertThat(frames.version()).isEqualTo(2);
        try (Stream<Path> files = Files.list(folder.resolve("frames.lance/data"))) {
            assertThat(files).hasSize(1);
        }
    }

    private static Map<String, @Nullable Object> row(@Nullable Object... namesAndValues) {
        Map<String, @Nullable Object> row = new HashMap<>(Map.of("id", 1, "scene", "highway"));
        for (int i = 0; i < namesAndValues.length; i += 2) {
            row.put(String.valueOf(namesAndValues[i]), namesAndValues[i + 1]);
        }
        return row;
    }

    @Test
    void takesRecordsMapsStreamsAndBatches() {
        AtomicBoolean closed = new AtomicBoolean();
        Stream<Frame> stream = IntStream.range(10, 20).mapToObj(TableAppendTest::frame);

        assertThat(frames.append(List.of(frame(1), frame(2)))).isEqualTo(new ChangeResult(2, 3));
        assertThat(frames.append(stream.onClose(() -> closed.set(true)))).isEqualTo(new ChangeResult(10, 4));
        assertThat(frames.appendRows(List.of(row("id", 3L, "people", 5)))).isEqualTo(new ChangeResult(1, 5));
        try (Lake other = Joust.open(folder.resolve("other"))) {
            Table copy = other.createTable("copy", Frame.class);
            assertThat(copy.append(frames.query().arrow())).isEqualTo(new ChangeResult(14, 2));
            assertThat(copy.query().rows()).isEqualTo(frames.query().rows());
        }

        assertThat(closed).isTrue();
        assertThat(frames.count("people = 5 AND embedding IS NULL")).isEqualTo(1);
    }

    @Test
    void makesNoVersionOfNothing() {
        assertThat(frames.append(List.of())).isEqualTo(new ChangeResult(0, 2));
        assertThat(frames.append(Stream.<Frame>empty())).isEqualTo(new ChangeResult(0, 2));
        assertThat(frames.appendRows(List.of())).isEqualTo(new ChangeResult(0, 2));
        assertThat(frames.append(frames.query().where("id > 99").arrow())).isEqualTo(new ChangeResult(0, 2));
    }

    @Test
    void leavesColumnsNullThatTheRowsLack() {
        frames.append(List.of(new Brief(1, "tunnel")));
        frames.append(frames.query().select("scene", "id").where("id = 1").arrow());

        assertThat(frames.count("people IS NULL AND embedding IS NULL AND scene = 'tunnel'"))
                .isEqualTo(2);
    }

    @Test
    void refusesRecordsThatDoNotFit() throws Exception {
        assertRefused(
                "Cannot write row 0 to column 'people': the value 'many' is a String, the column"
                        + " holds int32; give a whole number, or use a column of another type",
                () -> frames.append(List.of(new Wrong(1, "city", "many"))));
        assertRefused(
                "Cannot write records of 'dev.joust.TableAppendTest$Unknown': no column has the name"
                        + " 'peopel' of their component; the nearest are 'scene', 'id'",
                () -> frames.append(List.of(new Unknown(1, "city", 2))));
        assertRefused(
                "Cannot write records of 'dev.joust.TableAppendTest$Lacking': they have no component"
                        + " for the column 'scene', which is NOT NULL; add the component",
                () -> frames.append(List.of(new Lacking(1))));
    }

    @Test
    void refusesMapsThatDoNotFit() throws Exception {
        assertRefused(
                "Cannot write row 1 to column 'id': the value 'five' is a String, the column holds"
                        + " int64; give a whole number, or use a column of another type",
                () -> frames.appendRows(List.of(row(), row("id", "five"))));
        assertRefused(
                "Cannot write row 0 to column 'scene': the value is null, the column is NOT NULL;"
                        + " give a value to every row",
                () -> frames.appendRows(List.of(row("scene", null))));
        assertRefused(
                "Cannot write row 0: it has the key 'peopel', no column has this name; the nearest" + " are 'people'",
                () -> frames.appendRows(List.of(row("peopel", 2))));
        assertRefused(
                "Cannot write row 0 to column 'people': the value 1099511627776 does not fit, the"
                        + " column holds int32; give a number from -2147483648 to 2147483647, or use a wider"
                        + " column",
                () -> frames.appendRows(List.of(row("people", 1L << 40))));
    }

    @Test
    void refusesVectorsThatNoSearchCanCompare() throws Exception {
        assertRefused(
                "Cannot write row 1 to column 'embedding': the vector holds NaN at position 1,"
                        + " vectors hold finite numbers only; leave the whole value null instead",
                () -> frames.appendRows(List.of(row(), row("embedding", new float[] {1, Float.NaN}))));
        assertRefused(
                "Cannot write row 0 to column 'embedding': the vector has 3 values, the column holds"
                        + " 2; compute it with the encoder that the column was made for",
                () -> frames.appendRows(List.of(row("embedding", new float[] {1, 2, 3}))));
        assertRefused(
                "Cannot write row 0 to column 'embedding': the vector holds Infinity at position 0,"
                        + " vectors hold finite numbers only; leave the whole value null instead",
                () -> frames.append(List.of(
                        new Frame(1, "x", Optional.empty(), Optional.of(new float[] {Float.POSITIVE_INFINITY, 0})))));
    }

    @Test
    void refusesBatchesThatDoNotFit() throws Exception {
        assertRefused(
                "Cannot append to table 'frames': the table has no column 'scenes', the nearest are 'scene'; rename it,"
                        + " leave it out, or add the column to the table first",
                () -> frames.append(
                        frames.query().select("id").selectAs("scenes", "scene").arrow()));
        assertRefused(
                "Cannot append to table 'frames': column 'scene' is utf8 in the table and int64 in the batches; cast it",
                () -> frames.append(
                        frames.query().select("id").selectAs("scene", "id").arrow()));
        assertRefused(
                "Cannot append to table 'frames': the batches lack column 'scene', which may not be NULL; add it",
                () -> frames.append(frames.query().select("id").arrow()));
        assertRefused(
                "Cannot append to table 'frames': row 0 of column 'scene' is NULL, but the column may"
                        + " not be; give it a value",
                () -> frames.append(frames.sql("SELECT id, nullif(scene, scene) AS scene FROM t")
                        .arrow()));
        assertRefused(
                "Cannot append to table 'frames': the vector in row 0 of column 'embedding' holds NaN"
                        + " or infinity, which no search can compare; leave it NULL or mend it",
                () -> frames.append(frames.sql("SELECT id, scene, arrow_cast([cast('NaN' as float), 1.0],"
                                + " 'FixedSizeList(2, Float32)') AS embedding FROM t")
                        .arrow()));
    }

    @Test
    void closesBatchesThatItRefuses() {
        ArrowReader batches = frames.query().select("id").arrow();

        assertThatThrownBy(() -> frames.append(batches)).isInstanceOf(SchemaMismatchException.class);

        assertThatThrownBy(batches::loadNextBatch).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void addsNothingIfItsSourceFailsInTheMiddle() throws Exception {
        IllegalStateException own = new IllegalStateException("the camera fell off");
        Iterable<Frame> rows = () -> new Iterator<>() {
            private int next;

            @Override
            public boolean hasNext() {
                return true;
            }

            @Override
            public Frame next() {
                if (next == 5_000) {
                    throw own;
                }
                return frame(next++);
            }
        };

        assertThatThrownBy(() -> frames.append(rows)).isSameAs(own);

        assertAsBefore();
    }

    @Test
    void isCheckedBeforeItIsSearched() {
        assertThatThrownBy(() -> frames.search("embedding", new float[] {1}).rows())
                .isInstanceOf(InvalidRequestException.class)
                .hasMessage("Cannot search table 'frames': column 'embedding' holds vectors of 2 numbers but the"
                        + " query has 1; use a vector of the same length");
        assertThatThrownBy(() ->
                        frames.search("embedding", new float[] {1, Float.NaN}).rows())
                .isInstanceOf(InvalidRequestException.class)
                .hasMessage(
                        "Cannot search table 'frames': the query vector holds NaN at position 1; use finite numbers");
    }
}
