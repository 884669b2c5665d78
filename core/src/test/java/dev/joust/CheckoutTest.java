// SPDX-License-Identifier: Apache-2.0
package dev.joust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.joust.error.InvalidRequestException;
import dev.joust.error.NotFoundException;
import dev.joust.feature.Feature;
import dev.joust.feature.InputType;
import dev.joust.index.Index;
import dev.joust.loader.Batch;
import dev.joust.loader.Loader;
import dev.joust.schema.Key;
import dev.joust.schema.Types;
import dev.joust.schema.Vector;
import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckoutTest {
    @SuppressWarnings("ArrayRecordComponent")
    record Frame(@Key long id, String caption, @Vector(2) float[] embedding, byte[] image) {}

    private static final Feature LENGTH = Feature.of("caption_length", Types.INT32)
            .version(1)
            .from("caption", InputType.STRING)
            .map(String::length);

    @TempDir
    Path folder;

    private Lake lake;
    private Table frames;
    private Table old;

    @BeforeEach
    void aTableThatWentOn() {
        lake = Joust.open(folder);
        frames = lake.createTable("t", Frame.class);
        frames.append(List.of(frame(1, "a car"), frame(2, "two riders")));
        frames.append(List.of(frame(3, "three riders")));
        frames.createIndex(Index.fullText("caption"));
        frames.tag("before", 3);
        old = frames.at(3);
        frames.delete("id < 3");
        frames.append(List.of(frame(4, "four riders")));
        frames.addColumns(Map.of("twice", "id * 2"));
    }

    @AfterEach
    void close() {
        lake.close();
    }

    private static Frame frame(long id, String caption) {
        return new Frame(id, caption, new float[] {id, 0}, new byte[] {(byte) id});
    }

    @Test
    void readsItsVersionWhateverIsCommittedMeanwhile() throws IOException {
        assertThat(old.name()).isEqualTo("t");
        assertThat(old.version()).isEqualTo(3);
        assertThat(old.schema().names()).containsExactly("id", "caption", "embedding", "image");
        assertThat(old.count()).isEqualTo(3);
        assertThat(old.count("id < 3")).isEqualTo(2);
        assertThat(old.query().select("id").rows())
                .extracting(row -> row.longValue("id"))
                .containsExactly(1L, 2L, 3L);
        assertThat(old.sql("SELECT max(id) AS m FROM t").rows().get(0).longValue("m"))
                .isEqualTo(3);
        assertThat(frames.at(4).searchText("riders").rows()).hasSize(2);
        assertThat(old.search(new float[] {4, 0}).limit(1).rows().get(0).longValue("id"))
                .isEqualTo(3);
        assertThat(old.indexes()).isEmpty();
        long first = old.query().withRowId().limit(1).rows().get(0).longValue("_rowid");
        try (SeekableByteChannel blob = old.blob("image", first)) {
            assertThat(blob.size()).isEqualTo(1);
        }
        try (Loader<Batch> loader = old.loader().columns("id").batchRows(2).open()) {
            assertThat(loader.version()).isEqualTo(3);
            assertThat(loader.rows()).isEqualTo(3);
        }
        assertThat(frames.count()).isEqualTo(2);
        assertThat(frames.version()).isEqualTo(7);
    }

    @Test
    void isFoundByTag() {
        assertThat(frames.at("before").version()).isEqualTo(3);
        assertThat(frames.at("before").count()).isEqualTo(3);
        assertThatThrownBy(() -> frames.at("befor"))
                .isInstanceOf(NotFoundException.class)
                .hasMessage(
                        "Cannot find tag 'befor' in table 't': it has no tag of this name; the nearest is 'before'");
        assertThatThrownBy(() -> frames.at(99))
                .isInstanceOf(NotFoundException.class)
                .hasMessage("Cannot open version 99 of table 't': its versions are 1-7; choose one of these");
    }

    @Test
    void refusesEveryChange() {
        Map<String, ThrowingCallable> changes = new LinkedHashMap<>();
        changes.put("append to", () -> old.append(List.of(frame(9, "x"))));
        changes.put("append to ", () -> old.append(Stream.of(frame(9, "x"))));
        changes.put("append to  ", () -> old.appendRows(List.of(Map.of("id", 9))));
        changes.put("append to   ", () -> old.append(frames.query().arrow()));
        changes.put("delete from", () -> old.delete("id = 1"));
        changes.put("update", () -> old.update(Map.of("caption", "'x'"), "true"));
        changes.put("upsert into", () -> old.upsert(List.of(frame(1, "x"))));
        changes.put("upsert into ", () -> old.upsert(frames.query().arrow()));
        changes.put("add columns to", () -> old.addColumns(Map.of("n", "1")));
        changes.put("drop columns of", () -> old.dropColumns("caption"));
        changes.put("rename a column of", () -> old.renameColumn("caption", "text"));
        changes.put("create an index on", () -> old.createIndex(Index.btree("id")));
        changes.put("update the indexes of", old::updateIndexes);
        changes.put("drop an index of", () -> old.dropIndex("caption_idx"));
        changes.put("add features to", () -> old.addFeatures(LENGTH));
        changes.put("add features to ", () -> old.addFeatures(frames.sqlFeature("n", "id + 1")));
        changes.put("alter a feature of", () -> old.alterFeature("caption_length", LENGTH));
        changes.put("drop a feature of", () -> old.dropFeature("caption_length"));
        changes.put("backfill", () -> old.backfill("caption_length"));
        changes.put("optimize", () -> old.optimize(Duration.ZERO));
        changes.put("tag a version of", () -> old.tag("x", 1));
        changes.put("drop a tag of", () -> old.dropTag("before"));
        changes.put("restore", () -> old.restore(2));

        changes.forEach((verb, change) -> assertThatThrownBy(change)
                .as(verb)
                .isInstanceOf(InvalidRequestException.class)
                .hasMessage(
                        "Cannot " + verb.strip() + " table 't' at version 3: a checkout is read-only; open the table"
                                + " or restore the version"));

        assertThat(frames.version()).isEqualTo(7);
        assertThat(frames.count()).isEqualTo(2);
        assertThat(old.count()).isEqualTo(3);
        assertThat(frames.tags()).containsOnlyKeys("before");
    }

    @Test
    void isClosedWithItsTableAndItsLake() {
        lake.dropTable("t");
        assertThatThrownBy(old::count).isInstanceOf(IllegalStateException.class).hasMessage("Table 't' is closed");
        frames = lake.createTable("t", Frame.class);
        assertThat(frames.at(1).count()).isZero();
    }
}
