// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.backfill.rows;

import static java.util.Objects.requireNonNull;

import dev.joust.error.StorageException;
import dev.joust.feature.BlobStream;
import dev.joust.feature.FeatureInput;
import dev.joust.feature.InputBatch;
import dev.joust.feature.InputType;
import dev.joust.internal.arrow.BufferStream;
import dev.joust.internal.arrow.CellReader;
import dev.joust.internal.arrow.CellReaders;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.complex.StructVector;
import org.jspecify.annotations.Nullable;

/** Some rows of a batch that was read, as a function sees them. */
public final class ValueBatch implements InputBatch, AutoCloseable {
    private static final int MAX_PREVIEW = 500;

    private final RawBatch raw;
    private final List<FeatureInput> inputs;
    private final CellReader[] readers;
    /** Whether an input is neither a stream nor kept for others. */
    private final boolean[] isPlain;

    private final int[] positions;
    private final SharedValues shared;
    private final List<FieldVector> vectors;
    private final List<AutoCloseable> opened = new ArrayList<>();

    private ValueBatch(
            RawBatch raw, List<FeatureInput> inputs, CellReader[] readers, int[] positions, SharedValues shared) {
        this.raw = raw;
        this.inputs = inputs;
        this.readers = readers;
        this.positions = positions;
        this.shared = shared;
        this.vectors = inputs.stream().map(input -> raw.vector(input.column())).toList();
        this.isPlain = new boolean[readers.length];
        for (int i = 0; i < isPlain.length; i++) {
            FeatureInput input = inputs.get(i);
            isPlain[i] = input.type() != InputType.STREAM && !shared.isKept(input);
        }
    }

    /** The inputs of a feature at these positions of a batch. */
    public static ValueBatch of(RawBatch raw, ActiveFeature feature, int[] positions, SharedValues shared) {
        List<FeatureInput> inputs = feature.function().inputs();
        CellReader[] readers = inputs.stream()
                .map(input -> PlainValues.reader(raw.vector(input.column()), input.type(), positions.length))
                .toArray(CellReader[]::new);
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
    public boolean isNull(int input, int row) {
        return vectors.get(input).isNull(positions[row]);
    }

    @Override
    public long integer(int input, int row) {
        return InputVectors.integer(requireValue(input, row), positions[row]);
    }

    @Override
    public double number(int input, int row) {
        return InputVectors.number(requireValue(input, row), positions[row]);
    }

    private FieldVector requireValue(int input, int row) {
        FieldVector vector = vectors.get(input);
        if (vector.isNull(positions[row])) {
            throw new NullPointerException("Input " + input + " of row id " + rowId(row) + " is NULL");
        }
        return vector;
    }

    @Override
    public FieldVector vector(int input) {
        FieldVector part = InputVectors.rows(
                vectors.get(input), positions, inputs.get(input).column());
        opened.add(part);
        return part;
    }

    private BlobStream open(int input, int row) {
        FieldVector vector = vectors.get(input);
        BlobStream stream = vector instanceof StructVector places
                ? raw.blobs()
                        .open(
                                inputs.get(input).column(),
                                rowId(row),
                                InputVectors.integer(places.getChild("size"), positions[row]))
                : BufferStream.of(vector, positions[row]);
        opened.add(stream);
        return stream;
    }

    @Override
    public @Nullable Object value(int input, int row) {
        if (isPlain[input]) {
            return readers[input].read(positions[row]);
        }
        if (inputs.get(input).type() == InputType.STREAM) {
            return isNull(input, row) ? null : open(input, row);
        }
        FeatureInput read = inputs.get(input);
        Object known = shared.known(read, positions[row]);
        if (known == null) {
            known = readers[input].read(positions[row]);
            if (known != null) {
                shared.keep(read, positions[row], known);
            }
        }
        return known;
    }

    @Override
    @SuppressWarnings("unchecked") // one key always stands for one computation
    public <T> T shared(String key, int row, SharedValue<T> compute) throws Exception {
        Map<Integer, Object> values = shared.computed(key);
        Object known = values.get(positions[row]);
        if (known == null) {
            known = requireNonNull(compute.compute(), key);
            values.put(positions[row], known);
        }
        return (T) known;
    }

    /** Closes the streams and vectors that a call was given. */
    @Override
    public void close() {
        List<AutoCloseable> given = List.copyOf(opened);
        opened.clear();
        for (AutoCloseable one : given) {
            try {
                one.close();
            } catch (Exception e) {
                throw new StorageException("Cannot close an input: " + e.getMessage() + "; check the storage", e);
            }
        }
    }

    /** The inputs of a row in short. */
    public String preview(int row) {
        StringBuilder text = new StringBuilder();
        for (int input = 0; input < inputs.size(); input++) {
            text.append(input == 0 ? "" : ", ")
                    .append(inputs.get(input).column())
                    .append('=')
                    .append(shown(CellReaders.of(vectors.get(input)).read(positions[row])));
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
