// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.arrow;

import dev.joust.error.InternalException;
import dev.joust.error.SchemaMismatchException;
import dev.joust.schema.RecordType;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.AccessibleObject;
import java.lang.reflect.Constructor;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The accessors and the canonical constructor of a record class, compiled once per class. */
final class RecordAccess {
    private static final ClassValue<RecordAccess> KNOWN = new ClassValue<>() {
        @Override
        protected RecordAccess computeValue(Class<?> type) {
            return compile(type);
        }
    };

    private final Class<?> type;
    private final List<String> names;
    private final MethodHandle[] accessors;
    private final MethodHandle constructor;

    private RecordAccess(Class<?> type, MethodHandle[] accessors, MethodHandle constructor) {
        this.type = type;
        this.names = RecordType.of(type).schema().names();
        this.accessors = accessors;
        this.constructor = constructor;
    }

    static RecordAccess of(Class<?> type) {
        return KNOWN.get(type);
    }

    Class<?> type() {
        return type;
    }

    /** The column names of the components, in order. */
    List<String> names() {
        return names;
    }

    @Nullable
    Object value(Object record, int component) {
        try {
            return accessors[component].invokeExact(record);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new InternalException("Cannot read a component of the record '" + type.getName() + "': " + e, e);
        }
    }

    Object create(@Nullable Object[] values) {
        try {
            return constructor.invokeExact(values);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new InternalException("Cannot create the record '" + type.getName() + "': " + e, e);
        }
    }

    private static RecordAccess compile(Class<?> type) {
        RecordComponent[] components = type.getRecordComponents();
        MethodHandles.Lookup lookup = MethodHandles.lookup();
        try {
            MethodHandle[] accessors = new MethodHandle[components.length];
            for (int i = 0; i < components.length; i++) {
                accessors[i] = lookup.unreflect(opened(components[i].getAccessor()))
                        .asType(MethodType.methodType(Object.class, Object.class));
            }
            Class<?>[] types =
                    Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
            Constructor<?> canonical = opened(type.getDeclaredConstructor(types));
            MethodHandle constructor = lookup.unreflectConstructor(canonical)
                    .asFixedArity()
                    .asType(MethodType.genericMethodType(types.length))
                    .asSpreader(Object[].class, types.length);
            return new RecordAccess(type, accessors, constructor);
        } catch (InaccessibleObjectException | ReflectiveOperationException e) {
            throw new SchemaMismatchException(
                    "Cannot use the record class '" + type.getName() + "': its module does not open the package '"
                            + type.getPackageName() + "' to Joust; open it in module-info.java",
                    e);
        }
    }

    private static <T extends AccessibleObject> T opened(T member) {
        member.setAccessible(true);
        return member;
    }
}
