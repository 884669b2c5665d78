// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.arrow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.joust.schema.Column;
import dev.joust.schema.TableSchema;
import dev.joust.schema.Types;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;
import org.junit.jupiter.api.Test;

class OwningReaderTest {
    private static RowBatchReader batches(BufferAllocator allocator) {
        return RowBatchReader.ofMaps(
                List.of(Map.of("id", 1)).iterator(),
                TableSchema.of(Column.of("id", Types.INT64)),
                BatchLimits.DEFAULT,
                allocator);
    }

    @Test
    void readsAndClosesEverythingOnce() throws IOException {
        List<String> closed = new ArrayList<>();
        BufferAllocator allocator = Allocators.child("owned");
        OwningReader reader = OwningReader.of(batches(allocator), allocator, () -> closed.add("scanner"));

        assertThat(reader.loadNextBatch()).isTrue();
        assertThat(RowReader.of(reader.getVectorSchemaRoot()).read(0).longValue("id"))
                .isEqualTo(1);
        assertThat(reader.loadNextBatch()).isFalse();
        reader.close();
        reader.close();

        assertThat(closed).containsExactly("scanner");
        assertThatThrownBy(allocator::assertOpen).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(reader::loadNextBatch)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("the reader is closed");
    }

    @Test
    void closesTheRestWhenOnePartFails() {
        BufferAllocator allocator = Allocators.child("owned");
        OwningReader reader = OwningReader.of(batches(allocator), allocator, () -> {
            throw new IllegalStateException("broken");
        });

        assertThatThrownBy(reader::close)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("broken");
        assertThatThrownBy(allocator::assertOpen).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void countsWhatAllAllocatorsHold() {
        long before = Allocators.allocatedBytes();
        try (BufferAllocator allocator = Allocators.child("counted");
                ArrowBuf buffer = allocator.buffer(256)) {
            assertThat(Allocators.allocatedBytes()).isEqualTo(before + buffer.capacity());
        }

        assertThat(Allocators.allocatedBytes()).isEqualTo(before);
    }
}
