// SPDX-License-Identifier: Apache-2.0
package dev.joust.feature;

import static java.util.Objects.requireNonNull;

import dev.joust.schema.ColumnType;
import dev.joust.schema.Types;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * How a function wants to see an input: the Java class, and the column types that it can be read from.
 *
 * @param <T> the Java class of a value
 */
public final class InputType<T> {
    /** A {@code bool} column. */
    public static final InputType<Boolean> BOOL =
            new InputType<>("bool", type -> type instanceof ColumnType.Bool, Boolean.class::cast);
    /** A column of whole numbers that fit an {@code int}. */
    public static final InputType<Integer> INT = new InputType<>(
            "int",
            type -> type instanceof ColumnType.Int number
                    && (number.bits() < 32 || (number.bits() == 32 && number.signed())),
            Integer.class::cast);
    /** A column of whole numbers of any width; {@code uint64} with the same bits. */
    public static final InputType<Long> LONG =
            new InputType<>("long", type -> type instanceof ColumnType.Int, value -> ((Number) value).longValue());
    /** A {@code float16} or {@code float32} column. */
    public static final InputType<Float> FLOAT = new InputType<>(
            "float",
            type -> type instanceof ColumnType.Floating number && number.bits() <= 32,
            value -> ((Number) value).floatValue());
    /** A column of numbers of any kind. */
    public static final InputType<Double> DOUBLE = new InputType<>(
            "double",
            type -> type instanceof ColumnType.Floating || type instanceof ColumnType.Int,
            value -> ((Number) value).doubleValue());
    /** A column of text. */
    public static final InputType<String> STRING = new InputType<>(
            "text",
            type -> type instanceof ColumnType.Utf8 || type instanceof ColumnType.LargeUtf8,
            String.class::cast);
    /** A column of bytes, blobs included. */
    public static final InputType<byte[]> BYTES = new InputType<>(
            "bytes",
            type -> type instanceof ColumnType.Binary
                    || type instanceof ColumnType.LargeBinary
                    || type instanceof ColumnType.FixedBinary,
            byte[].class::cast);
    /** A column of bytes, blobs included, of which only that much is read as the function asks for. */
    public static final InputType<BlobStream> STREAM = new InputType<>(
            "a stream of bytes",
            BYTES::accepts,
            value -> value instanceof byte[] bytes ? BlobStream.of(bytes) : (BlobStream) value);
    /** A column of {@code float16} or {@code float32} vectors. */
    public static final InputType<float[]> FLOATS = new InputType<>(
            "a vector of floats",
            type -> type instanceof ColumnType.Vector vector
                    && vector.element().type() instanceof ColumnType.Floating number
                    && number.bits() <= 32,
            float[].class::cast);
    /** A struct column, as a map in the order of its fields whose values may be null. */
    public static final InputType<Map<?, ?>> STRUCT =
            new InputType<>("a struct", type -> type instanceof ColumnType.Struct, value -> (Map<?, ?>) value);
    /** A column of any type, as the Java object that a query gives for it. */
    public static final InputType<Object> ANY = new InputType<>("anything", type -> true, value -> value);

    private static final Map<String, ColumnType> USUAL = Map.of(
            BOOL.name, Types.BOOL,
            INT.name, Types.INT32,
            LONG.name, Types.INT64,
            FLOAT.name, Types.FLOAT32,
            DOUBLE.name, Types.FLOAT64,
            STRING.name, Types.STRING,
            BYTES.name, Types.LARGE_BINARY,
            STREAM.name, Types.LARGE_BINARY);

    private final String name;
    private final @Nullable InputType<?> element;
    private final boolean isDecoded;
    private final Predicate<ColumnType> accepted;
    private final Function<Object, T> conversion;
    private final Optional<ToLongFunction<Object>> bytes;

    private InputType(String name, Predicate<ColumnType> accepted, Function<Object, T> conversion) {
        this(name, null, false, accepted, conversion, Optional.empty());
    }

    private InputType(
            String name,
            @Nullable InputType<?> element,
            boolean isDecoded,
            Predicate<ColumnType> accepted,
            Function<Object, T> conversion,
            Optional<ToLongFunction<Object>> bytes) {
        this.name = requireNonNull(name, "name");
        this.element = element;
        this.isDecoded = isDecoded;
        this.accepted = requireNonNull(accepted, "accepted");
        this.conversion = requireNonNull(conversion, "conversion");
        this.bytes = bytes;
    }

    /** Returns the type of lists; their elements may be null. */
    public static <E> InputType<List<E>> listOf(InputType<E> element) {
        return new InputType<>(
                "a list of " + element.name,
                element,
                false,
                type -> (type instanceof ColumnType.ListOf || type instanceof ColumnType.LargeListOf)
                        && element.accepts(type.children().get(0).type()),
                value -> element.convertAll((List<?>) value),
                Optional.empty());
    }

    /**
     * Returns the type of values that a function decodes, such as the pixels of an image.
     *
     * <p>Where several features of one backfill read the same column by the same type, the very object, each of its
     * values is decoded once for all of them. How large the decoded values are is not known here, so the features are
     * called with eight rows at a time at most; {@link #decoded(String, InputType, Function, ToLongFunction)} says it.
     * What the function throws fails the row.
     *
     * @param name in words, such as {@code a luma plane}
     * @param from how the function sees what the column holds; a stream cannot be shared
     * @param decoder never returns null; called by several threads
     */
    public static <A, T> InputType<T> decoded(
            String name, InputType<A> from, Function<? super A, ? extends T> decoder) {
        return decoding(name, from, decoder, Optional.empty());
    }

    /**
     * Returns such a type of values whose size is known.
     *
     * <p>Of the values that features share, at most 64 MiB are kept for all threads together; a value that finds no
     * room is decoded by each function for itself. The features are called with as many rows as that holds, by the
     * largest value of the rows before, and with {@code batchRows} at most.
     *
     * @param bytes how many bytes of memory a decoded value takes, about
     */
    public static <A, T> InputType<T> decoded(
            String name, InputType<A> from, Function<? super A, ? extends T> decoder, ToLongFunction<? super T> bytes) {
        requireNonNull(bytes, "bytes");
        return decoding(name, from, decoder, Optional.of(bytes));
    }

    @SuppressWarnings("unchecked") // only asked about values that the decoder gave
    private static <A, T> InputType<T> decoding(
            String name,
            InputType<A> from,
            Function<? super A, ? extends T> decoder,
            Optional<ToLongFunction<? super T>> bytes) {
        if (from == STREAM || from.isDecoded) {
            throw new IllegalArgumentException("from must hold whole values but was " + from);
        }
        requireNonNull(decoder, "decoder");
        return new InputType<>(
                name,
                from,
                true,
                from::accepts,
                value -> requireNonNull(decoder.apply(from.convert(value)), "decoded value"),
                bytes.map(size -> value -> size.applyAsLong((T) value)));
    }

    /** How many bytes a value takes that this type decoded; empty if that is not known. */
    public OptionalLong decodedBytes(Object value) {
        return bytes.isPresent() ? OptionalLong.of(bytes.get().applyAsLong(value)) : OptionalLong.empty();
    }

    /** Whether a function decodes the values, which features can share. */
    public boolean isDecoded() {
        return isDecoded;
    }

    /** Whether a column of this type can be read so. */
    public boolean accepts(ColumnType type) {
        return accepted.test(requireNonNull(type, "type"));
    }

    /** The type of the columns that it is mostly read from; empty if that depends, as with structs and vectors. */
    public Optional<ColumnType> usualType() {
        if (isDecoded && element != null) {
            return element.usualType();
        }
        return element != null ? element.usualType().map(Types::listOf) : Optional.ofNullable(USUAL.get(name));
    }

    /** Turns the Java object that a query gives for a value into what the function sees. */
    public T convert(Object value) {
        return conversion.apply(value);
    }

    /** In words, such as {@code a list of text}. */
    @Override
    public String toString() {
        return name;
    }

    private List<T> convertAll(List<?> values) {
        List<@Nullable T> converted = new ArrayList<>(values.size());
        for (Object value : values) {
            converted.add(value == null ? null : convert(value));
        }
        return Collections.unmodifiableList(converted);
    }
}
