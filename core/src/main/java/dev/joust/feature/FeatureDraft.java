// SPDX-License-Identifier: Apache-2.0
package dev.joust.feature;

import static java.util.Objects.requireNonNull;

import dev.joust.schema.Column;
import dev.joust.schema.ColumnType;
import dev.joust.schema.Names;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * A feature that is being described: its columns and who its function is.
 *
 * <p>Threads: belongs to one thread. Each method changes and returns this draft.
 */
public final class FeatureDraft {
    private final List<Column> outputs = new ArrayList<>();
    private final List<FeatureInput> inputs = new ArrayList<>();
    private final TreeMap<String, String> parameters = new TreeMap<>();
    private final TreeMap<String, String> models = new TreeMap<>();
    private final TreeMap<String, ParameterRule> adjustable = new TreeMap<>();
    private final TreeMap<String, ModelSource> sources = new TreeMap<>();
    private String udf;
    private int version;
    private boolean acceptsNull;
    private Needs needs = Needs.NOTHING;

    FeatureDraft(String column, ColumnType type) {
        this.udf = column;
        and(column, type);
    }

    /** Adds a column that the same function fills in the same call. */
    public FeatureDraft and(String column, ColumnType type) {
        outputs.add(Column.of(Names.requireColumnName(column), type));
        return this;
    }

    /** Names the function, where it is not called as the first column: one column may have several functions. */
    public FeatureDraft udf(String name) {
        this.udf = Names.requireName("function", name);
        return this;
    }

    /**
     * Declares the function's version. Whoever changes what it computes raises it; that makes no cell stale before the
     * column is re-pointed at the new version.
     */
    public FeatureDraft version(int number) {
        if (number < 1) {
            throw new IllegalArgumentException("version must be at least 1 but was " + number);
        }
        this.version = number;
        return this;
    }

    /** Adds a parameter, a part of the function's identity. */
    public FeatureDraft parameter(String name, String value) {
        parameters.put(requireNonNull(name, "name"), requireNonNull(value, "value"));
        return this;
    }

    /**
     * Adds a parameter that whoever adds the feature to a table may set to another value; a part of the function's
     * identity. The function reads it from {@link UdfContext#parameters}, so it must be one of many rows.
     */
    public FeatureDraft adjustable(String name, String standard) {
        return adjustable(name, standard, ParameterRule.ANY);
    }

    /**
     * Adds a parameter like {@link #adjustable(String, String)} that cannot be set to everything: other values are
     * refused when the feature is added or altered, not when it is computed.
     *
     * @param must what a value must be, in words: {@code a number from 0 to 1}
     * @param isMet whether a value is so; throws nothing
     */
    public FeatureDraft adjustable(String name, String standard, String must, Predicate<String> isMet) {
        return adjustable(name, standard, new ParameterRule(must, isMet));
    }

    private FeatureDraft adjustable(String name, String standard, ParameterRule rule) {
        adjustable.put(name, rule);
        return parameter(name, standard);
    }

    /**
     * Adds a model file that the function uses, a part of its identity.
     *
     * @param hash the SHA-256 of the file's content, in hex
     */
    public FeatureDraft model(String name, String hash) {
        models.put(requireNonNull(name, "name"), requireNonNull(hash, "hash"));
        return this;
    }

    /**
     * Adds a model file that the function uses; the SHA-256 of its content is a part of the function's identity.
     *
     * @throws dev.joust.error.StorageException if it cannot be read
     */
    public FeatureDraft model(String name, Path file) {
        return model(name, FeatureIdentity.sha256(file));
    }

    /**
     * Adds a model that whoever adds the feature to a table names by its place, such as a folder, with
     * {@link Feature#withParameters}; without it nothing can be computed. The hashes of its files are a part of the
     * function's identity, the place is not: a model that was moved is still the same. The function, which must be one
     * of many rows, reads the place from {@link UdfContext#parameters}.
     *
     * @param parameter its name, such as {@code model}
     * @param source finds the model at a place
     */
    public FeatureDraft modelAt(String parameter, ModelSource source) {
        adjustable.put(requireNonNull(parameter, "parameter"), ParameterRule.ANY);
        sources.put(parameter, requireNonNull(source, "source"));
        return this;
    }

    /** Calls the function for rows with a NULL input too, with null for it; without this they are NULL uncalled. */
    public FeatureDraft acceptsNull() {
        this.acceptsNull = true;
        return this;
    }

    /**
     * Says how many GPUs each instance needs, 0 or 1. Where one is needed and there is none, a backfill is refused
     * before its first row; where there are some, there are at most as many instances, and {@link UdfContext#gpu} says
     * which one is theirs.
     */
    public FeatureDraft gpus(int number) {
        if (number < 0 || number > 1) {
            throw new IllegalArgumentException("gpus must be 0 or 1 but was " + number);
        }
        this.needs = new Needs(number == 1 ? Needs.Gpu.REQUIRED : Needs.Gpu.NONE, needs.memoryBytes());
        return this;
    }

    /** Says that each instance uses a GPU where there is one, and works without elsewhere. */
    public FeatureDraft gpuIfThere() {
        this.needs = new Needs(Needs.Gpu.OPTIONAL, needs.memoryBytes());
        return this;
    }

    /** Says about how much memory each instance takes; there are no more instances than fit the heap. */
    public FeatureDraft memoryBytes(long bytes) {
        this.needs = new Needs(needs.gpu(), bytes);
        return this;
    }

    /**
     * Adds the first input.
     *
     * @param column a column's name, a dot path into structs such as {@code info.size.width}, or
     *     {@link FeatureInput#ROW_ID}
     */
    public <A> From1<A> from(String column, InputType<A> type) {
        return new From1<>(input(column, type));
    }

    /** Declares the inputs of a {@link BatchUdf} that has many or none. */
    public From from(List<FeatureInput> columns) {
        inputs.addAll(columns);
        return new From(this);
    }

    private FeatureDraft input(String column, InputType<?> type) {
        inputs.add(new FeatureInput(column, type));
        return this;
    }

    private Feature build(Supplier<BatchUdf> instances, Class<?> source) {
        if (version == 0) {
            throw new IllegalStateException("Feature '" + outputs.get(0).name() + "' needs a version; call version(1)");
        }
        FeatureIdentity identity = new FeatureIdentity(
                udf,
                version,
                parameters,
                models,
                inputs.stream().map(FeatureInput::column).toList(),
                ClassHash.of(source));
        return new Feature(
                outputs,
                inputs,
                acceptsNull,
                identity,
                new Computation.Code(instances, source, needs),
                adjustable,
                new FeatureModels(sources, Optional.empty()));
    }

    private Feature scalar(Object function, ScalarBatch.RowFunction rows) {
        if (!adjustable.isEmpty()) {
            throw new IllegalStateException("Feature '" + outputs.get(0).name() + "' has adjustable parameters "
                    + adjustable.keySet() + ", which a function of one row cannot see; use batch or arrow");
        }
        boolean isGroup = outputs.size() > 1;
        int width = outputs.size();
        return build(() -> new ScalarBatch(rows, isGroup ? width : 1), function.getClass());
    }

    /** A draft whose inputs are known. */
    public static class From {
        final FeatureDraft draft;

        From(FeatureDraft draft) {
            this.draft = draft;
        }

        /**
         * Completes the feature with a function of many rows.
         *
         * @param source the class that holds its code
         * @param instances makes one instance per worker thread
         */
        public final Feature batch(Class<? extends BatchUdf> source, Supplier<BatchUdf> instances) {
            return draft.build(instances, source);
        }

        /**
         * Completes the feature with a function of vectors.
         *
         * @param source the class that holds its code
         * @param instances makes one instance per worker thread
         */
        public final Feature arrow(Class<? extends ArrowUdf> source, Supplier<? extends ArrowUdf> instances) {
            int inputs = draft.inputs.size();
            int outputs = draft.outputs.size();
            return draft.build(() -> new ArrowBatch(instances.get(), inputs, outputs), source);
        }
    }

    /** A draft with one input. */
    public static final class From1<A> extends From {
        private From1(FeatureDraft draft) {
            super(draft);
        }

        /** Adds the second input. */
        public <B> From2<A, B> from(String column, InputType<B> type) {
            return new From2<>(draft.input(column, type));
        }

        /** Completes the feature with a function of one row. */
        @SuppressWarnings("unchecked") // the engine converts each input to its declared type
        public Feature map(ScalarUdf.Of1<? super A> function) {
            ScalarUdf.Of1<Object> udf = (ScalarUdf.Of1<Object>) function;
            return draft.scalar(function, (in, row) -> udf.apply(ScalarBatch.argument(in, 0, row)));
        }
    }

    /** A draft with two inputs. */
    public static final class From2<A, B> extends From {
        private From2(FeatureDraft draft) {
            super(draft);
        }

        /** Adds the third input. */
        public <C> From3<A, B, C> from(String column, InputType<C> type) {
            return new From3<>(draft.input(column, type));
        }

        /** Completes the feature with a function of one row. */
        @SuppressWarnings("unchecked") // the engine converts each input to its declared type
        public Feature map(ScalarUdf.Of2<? super A, ? super B> function) {
            ScalarUdf.Of2<Object, Object> udf = (ScalarUdf.Of2<Object, Object>) function;
            return draft.scalar(
                    function,
                    (in, row) -> udf.apply(ScalarBatch.argument(in, 0, row), ScalarBatch.argument(in, 1, row)));
        }
    }

    /** A draft with three inputs. */
    public static final class From3<A, B, C> extends From {
        private From3(FeatureDraft draft) {
            super(draft);
        }

        /** Completes the feature with a function of one row. */
        @SuppressWarnings("unchecked") // the engine converts each input to its declared type
        public Feature map(ScalarUdf.Of3<? super A, ? super B, ? super C> function) {
            ScalarUdf.Of3<Object, Object, Object> udf = (ScalarUdf.Of3<Object, Object, Object>) function;
            return draft.scalar(
                    function,
                    (in, row) -> udf.apply(
                            ScalarBatch.argument(in, 0, row),
                            ScalarBatch.argument(in, 1, row),
                            ScalarBatch.argument(in, 2, row)));
        }
    }
}
