// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.arrow;

import java.math.BigDecimal;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.function.IntToLongFunction;
import org.apache.arrow.vector.BaseIntVector;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.DateDayVector;
import org.apache.arrow.vector.DateMilliVector;
import org.apache.arrow.vector.Decimal256Vector;
import org.apache.arrow.vector.DecimalVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.FixedSizeBinaryVector;
import org.apache.arrow.vector.Float2Vector;
import org.apache.arrow.vector.Float4Vector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.LargeVarBinaryVector;
import org.apache.arrow.vector.LargeVarCharVector;
import org.apache.arrow.vector.NullVector;
import org.apache.arrow.vector.TimeMicroVector;
import org.apache.arrow.vector.TimeMilliVector;
import org.apache.arrow.vector.TimeNanoVector;
import org.apache.arrow.vector.TimeSecVector;
import org.apache.arrow.vector.TimeStampVector;
import org.apache.arrow.vector.UInt8Vector;
import org.apache.arrow.vector.VarBinaryVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.complex.FixedSizeListVector;
import org.apache.arrow.vector.complex.LargeListVector;
import org.apache.arrow.vector.complex.ListVector;
import org.apache.arrow.vector.complex.StructVector;
import org.apache.arrow.vector.dictionary.Dictionary;
import org.apache.arrow.vector.dictionary.DictionaryProvider;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.DictionaryEncoding;
import org.jspecify.annotations.Nullable;

/**
 * Chooses how the values of a vector become Java objects, once per vector.
 *
 * <table>
 * <caption>Arrow types and Java classes</caption>
 * <tr><td>{@code bool}</td><td>{@code Boolean}</td></tr>
 * <tr><td>{@code int8} to {@code int32}, {@code uint8}, {@code uint16}</td><td>{@code Integer}</td></tr>
 * <tr><td>{@code int64}, {@code uint32}, {@code uint64}</td>
 * <td>{@code Long}; {@code uint64} with the same bits, so that 2^63 and above are negative</td></tr>
 * <tr><td>{@code float16}, {@code float32}; {@code float64}</td><td>{@code Float}; {@code Double}</td></tr>
 * <tr><td>text; bytes</td><td>{@code String}; {@code byte[]}</td></tr>
 * <tr><td>timestamp with, without zone; date; time</td>
 * <td>{@code Instant}, {@code LocalDateTime}; {@code LocalDate}; {@code LocalTime}</td></tr>
 * <tr><td>decimal</td><td>{@code BigDecimal}</td></tr>
 * <tr><td>vector of {@code float16}, {@code float32}; of {@code float64}</td>
 * <td>{@code float[]}; {@code double[]}; an element that is NULL reads as NaN</td></tr>
 * <tr><td>lists, other vectors</td><td>unmodifiable {@code List}</td></tr>
 * <tr><td>struct</td><td>unmodifiable {@code Map} in the order of the fields</td></tr>
 * <tr><td>dictionary</td><td>as its values</td></tr>
 * </table>
 *
 * <p>A reader stays valid when its vector is loaded with another batch. It holds no memory of its own.
 */
public final class CellReaders {
    private CellReaders() {}

    /** Returns the reader of a vector whose columns hold no dictionaries. */
    public static CellReader of(FieldVector vector) {
        return of(vector, new DictionaryProvider.MapDictionaryProvider());
    }

    /** Returns the reader of a vector. */
    public static CellReader of(FieldVector vector, DictionaryProvider dictionaries) {
        if (vector instanceof NullVector) {
            return index -> null;
        }
        IntFunction<@Nullable Object> values = values(vector, dictionaries);
        return index -> vector.isNull(index) ? null : values.apply(index);
    }

    private static IntFunction<@Nullable Object> values(FieldVector vector, DictionaryProvider dictionaries) {
        DictionaryEncoding encoding = vector.getField().getDictionary();
        if (encoding != null && vector instanceof BaseIntVector indices) {
            return dictionary(indices, encoding, dictionaries);
        } else if (vector instanceof BaseIntVector integers) {
            return integers(integers);
        } else if (vector instanceof BitVector bits) {
            return index -> bits.get(index) != 0;
        } else if (vector instanceof Float4Vector floats) {
            return floats::get;
        } else if (vector instanceof Float8Vector doubles) {
            return doubles::get;
        } else if (vector instanceof Float2Vector halves) {
            return halves::getValueAsFloat;
        } else if (vector instanceof VarCharVector text) {
            return index -> utf8(text.get(index));
        } else if (vector instanceof LargeVarCharVector text) {
            return index -> utf8(text.get(index));
        } else if (vector instanceof VarBinaryVector bytes) {
            return bytes::get;
        } else if (vector instanceof LargeVarBinaryVector bytes) {
            return bytes::get;
        } else if (vector instanceof FixedSizeBinaryVector bytes) {
            return bytes::get;
        } else if (vector instanceof DecimalVector decimals) {
            return decimals::getObjectNotNull;
        } else if (vector instanceof Decimal256Vector decimals) {
            return index -> decimal(decimals, index);
        }
        return timesOrNested(vector, dictionaries);
    }

    private static IntFunction<@Nullable Object> timesOrNested(FieldVector vector, DictionaryProvider dictionaries) {
        if (vector instanceof TimeStampVector timestamps) {
            return timestamps(timestamps);
        } else if (vector instanceof DateDayVector days) {
            return index -> LocalDate.ofEpochDay(days.get(index));
        } else if (vector instanceof DateMilliVector millis) {
            return index -> LocalDate.ofEpochDay(Math.floorDiv(millis.get(index), 86_400_000L));
        } else if (vector instanceof TimeSecVector times) {
            return index -> LocalTime.ofSecondOfDay(times.get(index));
        } else if (vector instanceof TimeMilliVector times) {
            return index -> LocalTime.ofNanoOfDay(times.get(index) * 1_000_000L);
        } else if (vector instanceof TimeMicroVector times) {
            return index -> LocalTime.ofNanoOfDay(times.get(index) * 1_000L);
        } else if (vector instanceof TimeNanoVector times) {
            return index -> LocalTime.ofNanoOfDay(times.get(index));
        } else if (vector instanceof FixedSizeListVector list) {
            return vectors(list, dictionaries);
        } else if (vector instanceof ListVector list) {
            CellReader element = of(list.getDataVector(), dictionaries);
            return index -> list(element, list.getElementStartIndex(index), list.getElementEndIndex(index));
        } else if (vector instanceof LargeListVector list) {
            CellReader element = of(list.getDataVector(), dictionaries);
            return index -> list(
                    element,
                    Math.toIntExact(list.getElementStartIndex(index)),
                    Math.toIntExact(list.getElementEndIndex(index)));
        } else if (vector instanceof StructVector struct) {
            return structs(struct, dictionaries);
        }
        return vector::getObject;
    }

    private static IntFunction<@Nullable Object> integers(BaseIntVector vector) {
        boolean isLong = vector.getField().getType() instanceof ArrowType.Int type
                && (type.getBitWidth() == 64 || (type.getBitWidth() == 32 && !type.getIsSigned()));
        if (isLong) {
            return vector instanceof UInt8Vector unsigned ? unsigned::get : vector::getValueAsLong;
        }
        return index -> (int) vector.getValueAsLong(index);
    }

    private static IntFunction<@Nullable Object> dictionary(
            BaseIntVector indices, DictionaryEncoding encoding, DictionaryProvider dictionaries) {
        return index -> {
            // Looked up per value: a batch may bring a dictionary of its own under the same id.
            Dictionary dictionary = dictionaries.lookup(encoding.getId());
            return of(dictionary.getVector(), dictionaries).read(Math.toIntExact(indices.getValueAsLong(index)));
        };
    }

    private static IntFunction<@Nullable Object> timestamps(TimeStampVector vector) {
        ArrowType.Timestamp type = (ArrowType.Timestamp) vector.getField().getType();
        long perSecond = perSecond(type.getUnit());
        long nanos = 1_000_000_000L / perSecond;
        IntToLongFunction values = vector::get;
        if (type.getTimezone() == null || type.getTimezone().isEmpty()) {
            return index -> {
                long value = values.applyAsLong(index);
                return LocalDateTime.ofEpochSecond(
                        Math.floorDiv(value, perSecond),
                        (int) (Math.floorMod(value, perSecond) * nanos),
                        ZoneOffset.UTC);
            };
        }
        return index -> {
            long value = values.applyAsLong(index);
            return Instant.ofEpochSecond(Math.floorDiv(value, perSecond), Math.floorMod(value, perSecond) * nanos);
        };
    }

    static long perSecond(TimeUnit unit) {
        return switch (unit) {
            case SECOND -> 1;
            case MILLISECOND -> 1_000;
            case MICROSECOND -> 1_000_000;
            case NANOSECOND -> 1_000_000_000;
        };
    }

    private static IntFunction<@Nullable Object> vectors(FixedSizeListVector list, DictionaryProvider dictionaries) {
        int dimension = list.getListSize();
        FieldVector data = list.getDataVector();
        if (data instanceof Float4Vector floats) {
            return index -> floats(floats, index * dimension, dimension);
        } else if (data instanceof Float8Vector doubles) {
            return index -> doubles(doubles, index * dimension, dimension);
        } else if (data instanceof Float2Vector halves) {
            return index -> halves(halves, index * dimension, dimension);
        }
        CellReader element = of(data, dictionaries);
        return index -> list(element, index * dimension, (index + 1) * dimension);
    }

    private static float[] floats(Float4Vector data, int start, int dimension) {
        float[] values = new float[dimension];
        data.getDataBuffer()
                .nioBuffer((long) start * Float4Vector.TYPE_WIDTH, dimension * Float4Vector.TYPE_WIDTH)
                .order(ByteOrder.nativeOrder())
                .asFloatBuffer()
                .get(values);
        if (!Bits.allSet(data.getValidityBuffer(), start, dimension)) {
            for (int i = 0; i < dimension; i++) {
                values[i] = data.isNull(start + i) ? Float.NaN : values[i];
            }
        }
        return values;
    }

    private static double[] doubles(Float8Vector data, int start, int dimension) {
        double[] values = new double[dimension];
        for (int i = 0; i < dimension; i++) {
            values[i] = data.isNull(start + i) ? Double.NaN : data.get(start + i);
        }
        return values;
    }

    private static float[] halves(Float2Vector data, int start, int dimension) {
        float[] values = new float[dimension];
        for (int i = 0; i < dimension; i++) {
            values[i] = data.isNull(start + i) ? Float.NaN : data.getValueAsFloat(start + i);
        }
        return values;
    }

    private static List<@Nullable Object> list(CellReader element, int start, int end) {
        List<@Nullable Object> values = new ArrayList<>(end - start);
        for (int i = start; i < end; i++) {
            values.add(element.read(i));
        }
        return Collections.unmodifiableList(values);
    }

    private static IntFunction<@Nullable Object> structs(StructVector struct, DictionaryProvider dictionaries) {
        Map<String, CellReader> fields = new LinkedHashMap<>();
        for (FieldVector child : struct.getChildrenFromFields()) {
            fields.put(child.getName(), of(child, dictionaries));
        }
        return index -> {
            Map<String, @Nullable Object> values = new LinkedHashMap<>();
            fields.forEach((name, reader) -> values.put(name, reader.read(index)));
            return Collections.unmodifiableMap(values);
        };
    }

    private static @Nullable BigDecimal decimal(Decimal256Vector decimals, int index) {
        return decimals.getObject(index);
    }

    private static String utf8(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
