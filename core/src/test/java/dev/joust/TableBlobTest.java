// SPDX-License-Identifier: Apache-2.0
package dev.joust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.joust.error.JoustException;
import dev.joust.schema.Column;
import dev.joust.schema.TableSchema;
import dev.joust.schema.Types;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.NonWritableChannelException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TableBlobTest {
    @TempDir
    Path folder;

    private final byte[] image = new byte[100_000];
    private Lake lake;
    private Table frames;

    @BeforeEach
    void aTableWithOneImage() {
        new Random(7).nextBytes(image);
        lake = Joust.open(folder);
        frames = lake.createTable(
                "frames",
                TableSchema.of(
                        Column.required("id", Types.INT64),
                        Column.of("image", Types.LARGE_BINARY),
                        Column.of("lazy", Types.LARGE_BINARY).withMetadata("lance-encoding:blob", "true"),
                        Column.of("width", Types.INT32)));
        frames.appendRows(List.of(
                Map.of("id", 1),
                Map.of("id", 2, "image", image, "lazy", image),
                Map.of("id", 3, "image", new byte[0], "lazy", new byte[] {9})));
    }

    @AfterEach
    void close() {
        lake.close();
    }

    private long rowId(int id) {
        return frames.query()
                .select("id")
                .where("id = " + id)
                .withRowId()
                .rows()
                .get(0)
                .longValue("_rowid");
    }

    @Test
    void isReadFromAnyPosition() throws IOException {
        for (String column : List.of("image", "lazy")) {
            try (SeekableByteChannel channel = frames.blob(column, rowId(2))) {
                ByteBuffer part = ByteBuffer.allocate(1000);

                channel.position(50_000);
                assertThat(channel.read(part)).isEqualTo(1000);

                assertThat(channel.size()).isEqualTo(100_000);
                assertThat(channel.position()).isEqualTo(51_000);
                assertThat(part.flip()).isEqualTo(ByteBuffer.wrap(image, 50_000, 1000));
                assertThat(channel.position(100_000).read(part.clear())).isEqualTo(-1);
                assertThatThrownBy(() -> channel.write(part)).isInstanceOf(NonWritableChannelException.class);
            }
        }
    }

    @Test
    void canBeEmpty() throws IOException {
        try (SeekableByteChannel channel = frames.blob("image", rowId(3))) {
            assertThat(channel.size()).isZero();
            assertThat(channel.read(ByteBuffer.allocate(1))).isEqualTo(-1);
        }
    }

    @Test
    void isOfNoUseOnceClosed() throws IOException {
        SeekableByteChannel channel = frames.blob("image", rowId(2));

        channel.close();

        assertThat(channel.isOpen()).isFalse();
        assertThatThrownBy(channel::size).isInstanceOf(ClosedChannelException.class);
    }

    @Test
    void isRefusedWhereThereAreNoBytes() {
        long empty = rowId(1);

        assertRefused(
                "Cannot read column 'image' of row " + empty + " in table 'frames': it is NULL; choose another row",
                "image",
                empty);
        assertRefused(
                "Cannot read column 'lazy' of row " + empty + " in table 'frames': it is NULL; choose another row",
                "lazy",
                empty);
        assertRefused(
                "Cannot read column 'width' of row " + empty + " in table 'frames': it is int32, not bytes; name a"
                        + " binary column",
                "width",
                empty);
        assertRefused(
                "Cannot read rows of table 'frames' by their ids: there is no column 'imgae'; did you mean 'image'?",
                "imgae",
                empty);
        assertRefused(
                "Cannot read rows of table 'frames' by their ids: there is no row with id 999; it was deleted or"
                        + " replaced, or never existed",
                "image",
                999);
        assertRefused(
                "Cannot read rows of table 'frames' by their ids: there is no row with id -1; it was deleted or"
                        + " replaced, or never existed",
                "lazy",
                -1);
    }

    private void assertRefused(String message, String column, long rowId) {
        assertThatThrownBy(() -> frames.blob(column, rowId))
                .isInstanceOf(JoustException.class)
                .hasMessage(message);
    }
}
