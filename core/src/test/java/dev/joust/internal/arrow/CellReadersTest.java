// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.arrow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.joust.schema.Column;
import dev.joust.schema.ColumnType;
import dev.joust.schema.Types;
import java.nio.charset.StandardCharsets;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.DurationVector;
import org.apache.arrow.vector.Float4Vector;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.complex.FixedSizeListVector;
import org.apache.arrow.vector.dictionary.Dictionary;
import org.apache.arrow.vector.dictionary.DictionaryEncoder;
import org.apache.arrow.vector.dictionary.DictionaryProvider.MapDictionaryProvider;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.DictionaryEncoding;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.junit.jupiter.api.Test;

class CellReadersTest {
    @Test
    void readsThroughADictionary() {
        DictionaryEncoding encoding = new DictionaryEncoding(1, false, null);
        try (BufferAllocator allocator = Allocators.child("dictionary");
                VarCharVector values = new VarCharVector("values", allocator);
                VarCharVector text = new VarCharVector("text", allocator)) {
            values.setSafe(0, "clear".getBytes(StandardCharsets.UTF_8));
            values.setSafe(1, "rainy".getBytes(StandardCharsets.UTF_8));
            values.setValueCount(2);
            text.setSafe(0, "rainy".getBytes(StandardCharsets.UTF_8));
            text.setNull(1);
            text.setValueCount(2);
            Dictionary dictionary = new Dictionary(values, encoding);
            try (IntVector encoded = (IntVector) DictionaryEncoder.encode(text, dictionary)) {
                CellReader reader = CellReaders.of(encoded, new MapDictionaryProvider(dictionary));

                assertThat(reader.read(0)).isEqualTo("rainy");
                assertThat(reader.read(1)).isNull();
                assertThat(ArrowSchemas.column(encoded.getField()).type())
                        .isEqualTo(new ColumnType.DictionaryOf(
                                new ColumnType.Int(32, true), new ColumnType.Other("unknown")));
            }
        }
    }

    @Test
    void readsAMissingElementOfAVectorAsNotANumber() {
        Field field = ArrowSchemas.field(Column.of("v", Types.vector(2)));
        try (BufferAllocator allocator = Allocators.child("vector");
                FixedSizeListVector vector = (FixedSizeListVector) field.createVector(allocator)) {
            vector.allocateNew();
            Float4Vector elements = (Float4Vector) vector.getDataVector();
            vector.setNotNull(0);
            elements.setSafe(0, 1f);
            elements.setNull(1);
            vector.setValueCount(1);

            assertThat((float[]) CellReaders.of(vector).read(0)).containsExactly(1f, Float.NaN);
        }
    }

    @Test
    void readsTypesThatItDoesNotKnowAsArrowDoes() {
        FieldType type = FieldType.nullable(new ArrowType.Duration(TimeUnit.SECOND));
        try (BufferAllocator allocator = Allocators.child("duration");
                DurationVector vector = new DurationVector("d", type, allocator)) {
            vector.setSafe(0, 5);
            vector.setValueCount(1);

            assertThat(CellReaders.of(vector).read(0)).hasToString("PT5S");
            assertThat(ArrowSchemas.column(vector.getField()).type()).isInstanceOf(ColumnType.Other.class);
        }
    }
}
