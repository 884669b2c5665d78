// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.backfill;

import static java.util.Objects.requireNonNull;

import dev.joust.feature.FeatureInput;
import dev.joust.feature.InputBatch;
import dev.joust.internal.arrow.CellReader;
import dev.joust.internal.arrow.CellReaders;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Some rows of a batch that was read, as a function sees them. */
final class ValueBatch implements InputBatch {
    private static final int MAX_PREVIEW = 500;

    private final RawBatch raw;
    private final List<FeatureInput> inputs;
    private final List<CellReader> readers;
    private final int[] positions;
    private final Shared shared;

    /** Values that the functions of one pass share, by key and position in the batch. */
    static final class Shared {
        private final Map<String, Map<Integer, Object>> values = new HashMap<>();
    }

    private ValueBatch(
            RawBatch raw, List<FeatureInput> inputs, List<CellReader> readers, int[] positions, Shared shared) {
        this.raw = raw;
        this.inputs = inputs;
        this.readers = readers;
        this.positions = positions;
        this.shared = shared;
    }

    /** The inputs of a feature at these positions of a batch. */
    static ValueBatch of(RawBatch raw, ActiveFeature feature, int[] positions, Shared shared) {
        List<FeatureInput> inputs = feature.function().inputs();
        List<CellReader> readers = new ArrayList<>();
        inputs.forEach(input -> readers.add(CellReaders.of(raw.vector(input.column()))));
        return new ValueBatch(raw, inputs, readers, positions, shared);
    }

    /** The rows in {@code [start, end)} of this batch. */
    ValueBatch slice(int start, int end) {
        return new ValueBatch(raw, inputs, readers, java.util.Arrays.copyOfRange(positions, start, end), shared);
    }

    @Override
    public int rows() {
        return positions.length;
    }

    @Override
    public long rowId(int row) {
        return raw.rowIds().get(positions[row]);
    }

    @Override
    public @Nullable Object value(int input, int row) {
        Object value = readers.get(input).read(positions[row]);
        return value == null ? null : inputs.get(input).type().convert(value);
    }

    @Override
    @SuppressWarnings("unchecked") // one key always stands for one computation
    public <T> T shared(String key, int row, SharedValue<T> compute) throws Exception {
        Map<Integer, Object> values = shared.values.computeIfAbsent(key, k -> new HashMap<>());
        Object known = values.get(positions[row]);
        if (known == null) {
            known = requireNonNull(compute.compute(), key);
            values.put(positions[row], known);
        }
        return (T) known;
    }

    /** The inputs of a row in short. */
    String preview(int row) {
        StringBuilder text = new StringBuilder();
        for (int input = 0; input < inputs.size(); input++) {
            text.append(input == 0 ? "" : ", ")
                    .append(inputs.get(input).column())
                    .append('=')
                    .append(shown(readers.get(input).read(positions[row])));
        }
        return RowError.cut(text.toString(), MAX_PREVIEW);
    }

    private static String shown(@Nullable Object value) {
        if (value instanceof byte[] bytes) {
            return "<" + bytes.length + " bytes>";
        }
        if (value instanceof float[] floats) {
            return "<" + floats.length + " floats>";
        }
        return String.valueOf(value);
    }
}
