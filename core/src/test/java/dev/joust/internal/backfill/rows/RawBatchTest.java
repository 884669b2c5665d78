// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.backfill.rows;

import static org.assertj.core.api.Assertions.assertThat;

import dev.joust.feature.BlobStream;
import dev.joust.internal.arrow.Allocators;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.complex.ListVector;
import org.apache.arrow.vector.complex.impl.UnionListWriter;
import org.junit.jupiter.api.Test;

class RawBatchTest {
    @Test
    void inputsOutliveTheirLakeForAFunctionThatStillReadsThem() throws Exception {
        BufferAllocator lake = Allocators.child("lake");
        VarCharVector texts = new VarCharVector("text", lake);
        texts.setSafe(0, "one".getBytes(StandardCharsets.UTF_8));
        texts.setValueCount(1);
        ListVector lists = ListVector.empty("list", lake);
        UnionListWriter writer = lists.getWriter();
        writer.startList();
        writer.bigInt().writeBigInt(42);
        writer.endList();
        writer.setValueCount(1);
        ListVector empty = ListVector.empty("empty", lake);
        empty.allocateNew();
        empty.setValueCount(1);
        RawBatch batch = new RawBatch(
                List.of("text", "list", "empty"),
                List.of(texts, lists, empty),
                RowNumbers.of(0),
                RowNumbers.of(0),
                1,
                (column, rowId, size) -> BlobStream.of(new byte[0]));

        AutoCloseable held = batch.retained();
        batch.release();
        lake.close();

        assertThat(Allocators.allocatedBytes()).isPositive();
        assertThat(((BigIntVector) lists.getDataVector()).getValueCount()).isEqualTo(1);
        held.close();
        assertThat(Allocators.allocatedBytes()).isZero();
    }
}
