// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.arrow;

import dev.joust.schema.Names;
import java.lang.reflect.Array;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Chooses how values become record components, once per component.
 *
 * <p>Whole numbers become any type that they fit; floating-point numbers are rounded to {@code float}.
 */
final class ValueConverters {
    private static final Map<Class<?>, Class<?>> BOXES = Map.of(
            boolean.class, Boolean.class,
            byte.class, Byte.class,
            short.class, Short.class,
            int.class, Integer.class,
            long.class, Long.class,
            float.class, Float.class,
            double.class, Double.class);

    private ValueConverters() {}

    static ValueConverter of(Type type, String path) {
        if (type instanceof ParameterizedType parameterized) {
            return generic(parameterized, path);
        }
        Class<?> plain = (Class<?>) type;
        if (plain == OptionalInt.class) {
            ValueConverter inner = of(int.class, path);
            return value -> value == null ? OptionalInt.empty() : OptionalInt.of((int) present(inner, value));
        } else if (plain == OptionalLong.class) {
            ValueConverter inner = of(long.class, path);
            return value -> value == null ? OptionalLong.empty() : OptionalLong.of((long) present(inner, value));
        } else if (plain == OptionalDouble.class) {
            ValueConverter inner = of(double.class, path);
            return value -> value == null ? OptionalDouble.empty() : OptionalDouble.of((double) present(inner, value));
        }
        Function<Object, Object> present = present(BOXES.getOrDefault(plain, plain), path);
        return value -> value == null ? null : present.apply(value);
    }

    private static ValueConverter generic(ParameterizedType type, String path) {
        Type argument = type.getActualTypeArguments()[0];
        if (type.getRawType() == Optional.class) {
            ValueConverter inner = of(argument, path);
            return value -> value == null ? Optional.empty() : Optional.of(present(inner, value));
        }
        ValueConverter element = of(argument, path + "[]");
        boolean isSet = type.getRawType() == Set.class;
        return value -> value == null ? null : collection(element, elements(path, value, type), isSet);
    }

    private static Object present(ValueConverter converter, Object value) {
        return Objects.requireNonNull(converter.convert(value));
    }

    private static Object collection(ValueConverter element, Collection<?> values, boolean isSet) {
        Collection<@Nullable Object> converted = isSet ? new LinkedHashSet<>() : new ArrayList<>(values.size());
        for (Object value : values) {
            converted.add(element.convert(value));
        }
        return isSet
                ? Collections.unmodifiableSet((LinkedHashSet<@Nullable Object>) converted)
                : Collections.unmodifiableList((ArrayList<@Nullable Object>) converted);
    }

    private static Function<Object, Object> present(Class<?> type, String path) {
        if (type == Integer.class || type == Long.class || type == Short.class || type == Byte.class) {
            return value -> whole(type, path, value);
        } else if (type == Float.class) {
            return value -> number(path, value, type).floatValue();
        } else if (type == Double.class) {
            return value -> number(path, value, type).doubleValue();
        } else if (type == UUID.class) {
            return value -> uuid(path, value);
        } else if (type == ByteBuffer.class) {
            return value -> ByteBuffer.wrap((byte[]) required(byte[].class, path, value))
                    .asReadOnlyBuffer();
        } else if (type.isEnum()) {
            return constants(type, path);
        } else if (type.isRecord()) {
            RecordMaker maker = RecordMaker.of(type);
            return value -> struct(maker, type, path, value);
        } else if (type.isArray() && type != byte[].class) {
            return value -> type.isInstance(value) ? value : array(type, path, value);
        }
        return value -> required(type, path, value);
    }

    private static Object whole(Class<?> type, String path, Object value) {
        if (!(value instanceof Long) && !(value instanceof Integer)) {
            throw wrongType(path, value, type);
        }
        long number = ((Number) value).longValue();
        if (type == Long.class) {
            return number;
        } else if (type == Integer.class && number == (int) number) {
            return (int) number;
        } else if (type == Short.class && number == (short) number) {
            return (short) number;
        } else if (type == Byte.class && number == (byte) number) {
            return (byte) number;
        }
        throw new CellProblem(
                path,
                "the value " + number + " does not fit " + CellProblem.article(type.getSimpleName())
                        + "; use a long in the record");
    }

    private static Number number(String path, Object value, Class<?> type) {
        if (value instanceof Number number) {
            return number;
        }
        throw wrongType(path, value, type);
    }

    private static Object uuid(String path, Object value) {
        String text = (String) required(String.class, path, value);
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException e) {
            throw new CellProblem(path, "the value '" + text + "' is no UUID; use a String in the record");
        }
    }

    private static Function<Object, Object> constants(Class<?> type, String path) {
        Map<String, Object> constants = new HashMap<>();
        for (Object constant : type.getEnumConstants()) {
            constants.put(((Enum<?>) constant).name(), constant);
        }
        return value -> {
            Object constant = constants.get((String) required(String.class, path, value));
            if (constant == null) {
                throw new CellProblem(
                        path,
                        "the value '" + value + "' is no " + type.getSimpleName() + "; the nearest are "
                                + Names.quoted(Names.nearest((String) value, constants.keySet())));
            }
            return constant;
        };
    }

    private static Object struct(RecordMaker maker, Class<?> type, String path, Object value) {
        if (!(value instanceof Map<?, ?> map)) {
            throw wrongType(path, value, type);
        }
        try {
            return maker.make(map);
        } catch (CellProblem problem) {
            throw problem.within(path);
        }
    }

    private static Object array(Class<?> type, String path, Object value) {
        Collection<?> values = elements(path, value, type);
        Class<?> component = type.getComponentType();
        Function<Object, Object> element = present(BOXES.getOrDefault(component, component), path + "[]");
        Object array = Array.newInstance(component, values.size());
        int i = 0;
        for (Object item : values) {
            if (item == null) {
                throw new CellProblem(
                        path, "it holds NULL at position " + i + ", an array cannot; use a List in the record");
            }
            Array.set(array, i++, element.apply(item));
        }
        return array;
    }

    private static Collection<?> elements(String path, Object value, Type type) {
        if (value instanceof Collection<?> collection) {
            return collection;
        } else if (value.getClass().isArray() && !(value instanceof byte[])) {
            return Arrays.asList(boxed(value));
        }
        throw wrongType(path, value, type);
    }

    private static Object[] boxed(Object array) {
        Object[] boxed = new Object[Array.getLength(array)];
        for (int i = 0; i < boxed.length; i++) {
            boxed[i] = Array.get(array, i);
        }
        return boxed;
    }

    private static Object required(Class<?> type, String path, Object value) {
        if (type.isInstance(value)) {
            return value;
        }
        throw wrongType(path, value, type);
    }

    private static CellProblem wrongType(String path, Object value, Type type) {
        String wanted = type instanceof Class<?> plain ? plain.getSimpleName() : type.getTypeName();
        return new CellProblem(
                path,
                "the value " + CellProblem.shown(value) + " is "
                        + CellProblem.article(value.getClass().getSimpleName()) + ", the component is "
                        + CellProblem.article(wanted) + "; change the type of the component");
    }
}
