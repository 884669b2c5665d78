// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.fingerprint;

import dev.joust.error.InvalidRequestException;
import dev.joust.internal.arrow.ArrowSchemas;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.vector.BaseFixedWidthVector;
import org.apache.arrow.vector.BaseIntVector;
import org.apache.arrow.vector.BaseLargeVariableWidthVector;
import org.apache.arrow.vector.BaseVariableWidthVector;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.NullVector;
import org.apache.arrow.vector.complex.FixedSizeListVector;
import org.apache.arrow.vector.complex.LargeListVector;
import org.apache.arrow.vector.complex.ListVector;
import org.apache.arrow.vector.complex.StructVector;
import org.apache.arrow.vector.dictionary.DictionaryProvider;
import org.apache.arrow.vector.types.pojo.DictionaryEncoding;

/** Chooses the encoder of a vector, once for each batch. */
final class CellEncoders {
    private CellEncoders() {}

    /**
     * Returns the encoder of a vector as it is loaded now.
     *
     * @throws InvalidRequestException if it has a type that Joust does not interpret
     */
    static CellEncoder of(FieldVector vector, DictionaryProvider dictionaries) {
        DictionaryEncoding encoding = vector.getField().getDictionary();
        if (encoding != null && vector instanceof BaseIntVector indices) {
            CellEncoder values = of(dictionaries.lookup(encoding.getId()).getVector(), dictionaries);
            return new Coded(vector, indices, values);
        } else if (vector instanceof NullVector) {
            return new Nothing();
        } else if (vector instanceof BitVector bits) {
            return new Flags(bits);
        } else if (vector instanceof BaseFixedWidthVector fixed) {
            return new Fixed(fixed, fixed.getTypeWidth());
        } else if (vector instanceof BaseVariableWidthVector bytes) {
            return new Bytes(bytes);
        } else if (vector instanceof BaseLargeVariableWidthVector bytes) {
            return new LargeBytes(bytes);
        } else if (vector instanceof FixedSizeListVector list) {
            return new Vectors(list, of(list.getDataVector(), dictionaries));
        } else if (vector instanceof ListVector list) {
            return new Lists(list, of(list.getDataVector(), dictionaries));
        } else if (vector instanceof LargeListVector list) {
            return new LargeLists(list, of(list.getDataVector(), dictionaries));
        } else if (vector instanceof StructVector struct) {
            List<CellEncoder> fields = new ArrayList<>();
            struct.getChildrenFromFields().forEach(child -> fields.add(of(child, dictionaries)));
            return new Structs(struct, fields);
        }
        throw new InvalidRequestException("Cannot fingerprint column '" + vector.getName() + "': its type "
                + ArrowSchemas.column(vector.getField()).type()
                + " is one that Joust does not interpret; name other columns. A pin takes all of them: drop this one"
                + " before you pin the table, which cannot be pinned with it");
    }

    private record Nothing() implements CellEncoder {
        @Override
        public boolean isNull(int index) {
            return true;
        }

        @Override
        public void value(int index, RowDigest into) {
            throw new IllegalStateException("every value is NULL");
        }
    }

    private record Flags(BitVector vector) implements CellEncoder {
        @Override
        public boolean isNull(int index) {
            return vector.isNull(index);
        }

        @Override
        public void value(int index, RowDigest into) {
            into.putByte(vector.get(index));
        }
    }

    /**
     * Numbers, times, decimals and bytes of one length, as Arrow has them: little-endian, floats with all their bits.
     */
    private record Fixed(BaseFixedWidthVector vector, long width) implements CellEncoder {
        @Override
        public boolean isNull(int index) {
            return vector.isNull(index);
        }

        @Override
        public void value(int index, RowDigest into) {
            into.put(vector.getDataBuffer(), index * width, width);
        }

        @Override
        public void values(int start, int end, RowDigest into) {
            into.put(vector.getDataBuffer(), start * width, (end - start) * width);
        }
    }

    private record Bytes(BaseVariableWidthVector vector) implements CellEncoder {
        @Override
        public boolean isNull(int index) {
            return vector.isNull(index);
        }

        @Override
        public void value(int index, RowDigest into) {
            int start = vector.getStartOffset(index);
            int length = vector.getEndOffset(index) - start;
            into.putLong(length);
            into.put(vector.getDataBuffer(), start, length);
        }
    }

    private record LargeBytes(BaseLargeVariableWidthVector vector) implements CellEncoder {
        @Override
        public boolean isNull(int index) {
            return vector.isNull(index);
        }

        @Override
        public void value(int index, RowDigest into) {
            long start = offset(index);
            long length = offset(index + 1) - start;
            into.putLong(length);
            into.put(vector.getDataBuffer(), start, length);
        }

        private long offset(int index) {
            return vector.getOffsetBuffer().getLong((long) index * BaseLargeVariableWidthVector.OFFSET_WIDTH);
        }
    }

    private record Vectors(FixedSizeListVector vector, CellEncoder element) implements CellEncoder {
        @Override
        public boolean isNull(int index) {
            return vector.isNull(index);
        }

        @Override
        public void value(int index, RowDigest into) {
            element.elements(vector.getElementStartIndex(index), vector.getElementEndIndex(index), into);
        }
    }

    private record Lists(ListVector vector, CellEncoder element) implements CellEncoder {
        @Override
        public boolean isNull(int index) {
            return vector.isNull(index);
        }

        @Override
        public void value(int index, RowDigest into) {
            int start = vector.getElementStartIndex(index);
            int end = vector.getElementEndIndex(index);
            into.putLong(end - start);
            element.elements(start, end, into);
        }
    }

    private record LargeLists(LargeListVector vector, CellEncoder element) implements CellEncoder {
        @Override
        public boolean isNull(int index) {
            return vector.isNull(index);
        }

        @Override
        public void value(int index, RowDigest into) {
            int start = Math.toIntExact(vector.getElementStartIndex(index));
            int end = Math.toIntExact(vector.getElementEndIndex(index));
            into.putLong(end - start);
            element.elements(start, end, into);
        }
    }

    private record Structs(StructVector vector, List<CellEncoder> fields) implements CellEncoder {
        @Override
        public boolean isNull(int index) {
            return vector.isNull(index);
        }

        @Override
        public void value(int index, RowDigest into) {
            for (CellEncoder field : fields) {
                field.cell(index, into);
            }
        }
    }

    private record Coded(FieldVector vector, BaseIntVector indices, CellEncoder values) implements CellEncoder {
        @Override
        public boolean isNull(int index) {
            return vector.isNull(index) || values.isNull(place(index));
        }

        @Override
        public void value(int index, RowDigest into) {
            values.value(place(index), into);
        }

        private int place(int index) {
            return Math.toIntExact(indices.getValueAsLong(index));
        }
    }
}
