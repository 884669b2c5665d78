// SPDX-License-Identifier: Apache-2.0
package dev.joust.vision.model;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.joust.encoder.EncodedQuery;
import dev.joust.encoder.EncoderIdentity;
import dev.joust.encoder.QueryEncoder;
import dev.joust.error.InvalidRequestException;
import dev.joust.vision.internal.onnx.Device;
import dev.joust.vision.internal.onnx.ModelFolder;
import dev.joust.vision.internal.onnx.OnnxModel;
import dev.joust.vision.internal.onnx.OnnxModel.Port;
import dev.joust.vision.internal.onnx.TextTokenizer;
import dev.joust.vision.internal.onnx.TextTokenizer.Tokens;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.LongBuffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Makes queries of text, for columns that {@link ClipImageEmbedding} filled by a model whose text encoder this is.
 *
 * <p>The folder holds {@code tokenizer.json} and {@code text_model.onnx} with the inputs {@code input_ids} and, if it
 * has one, {@code attention_mask}, whole numbers {@code [batch, tokens]}, and the output {@code text_embeds float32
 * [batch, 512]}. Text longer than the model takes, 77 tokens for CLIP, is cut off.
 *
 * <p>Threads: safe for use by several threads, one at a time computes. Whoever opened it closes it.
 */
public final class ClipTextEncoder implements QueryEncoder, AutoCloseable {
    private static final String IDS = "input_ids";
    private static final String MASK = "attention_mask";
    private static final String EMBEDDING = "text_embeds";

    private final EncoderIdentity identity;
    private final TextTokenizer tokenizer;
    private final OnnxModel model;
    private final Port output;

    private ClipTextEncoder(TextFiles files, TextTokenizer tokenizer, OnnxModel model) {
        this.identity = new EncoderIdentity(TowerKind.CLIP.encoder(), ClipImageEmbedding.DIMENSION, files.hashes());
        this.tokenizer = tokenizer;
        this.model = model;
        requireInputs();
        this.output = output();
    }

    /**
     * Opens a text encoder.
     *
     * @param place a folder, or the name of a model that a jar brings
     * @throws InvalidRequestException if there is no such model or no tokenizer at the place
     */
    public static ClipTextEncoder open(String place) {
        return load(TextFiles.in(ModelFolder.at(place)));
    }

    static ClipTextEncoder load(TextFiles files) {
        TextTokenizer tokenizer = TextTokenizer.read(files.tokenizer());
        try {
            OnnxModel model = OnnxModel.load(files.model(), Device.allCores());
            try {
                return new ClipTextEncoder(files, tokenizer, model);
            } catch (RuntimeException e) {
                model.close();
                throw e;
            }
        } catch (RuntimeException e) {
            tokenizer.close();
            throw e;
        }
    }

    private void requireInputs() {
        List<Port> inputs = model.inputs();
        boolean isFit = OnnxModel.named(inputs, IDS).isPresent()
                && inputs.stream()
                        .allMatch(
                                port -> (port.name().equals(IDS) || port.name().equals(MASK))
                                        && (port.type() == OnnxJavaType.INT64 || port.type() == OnnxJavaType.INT32)
                                        && port.shape().size() == 2);
        if (!isFit) {
            throw wrong("it reads " + OnnxModel.shown(inputs) + ", not '" + IDS + "' int64[batch, tokens] and perhaps '"
                    + MASK + "'");
        }
    }

    private Port output() {
        Port found = model.vectors(EMBEDDING)
                .orElseThrow(() -> wrong("it gives " + OnnxModel.shown(model.outputs()) + ", not '" + EMBEDDING
                        + "' float[batch, " + ClipImageEmbedding.DIMENSION + "]"));
        if (found.size(1) >= 0 && found.size(1) != ClipImageEmbedding.DIMENSION) {
            throw wrong("it gives " + found.size(1) + " numbers per text, where '" + ClipImageEmbedding.COLUMN
                    + "' has " + ClipImageEmbedding.DIMENSION);
        }
        return found;
    }

    private InvalidRequestException wrong(String why) {
        return new InvalidRequestException("Cannot use model '" + model + "' as a text encoder: " + why
                + "; name another model, or export it anew");
    }

    /** The hashes of the text encoder and of its tokenizer. */
    @Override
    public EncoderIdentity identity() {
        return identity;
    }

    /**
     * Encodes a text.
     *
     * @throws InvalidRequestException if it is empty
     */
    @Override
    public synchronized EncodedQuery text(String words) {
        if (words.isBlank()) {
            throw new InvalidRequestException(
                    "Cannot encode the text '" + words + "': it is empty; say what to look for");
        }
        Tokens tokens = tokenizer.encode(words);
        long length = OnnxModel.named(model.inputs(), IDS).orElseThrow().size(1);
        float[] vector = run(length > 0 ? tokens.ofLength((int) length) : tokens);
        try {
            return EncodedQuery.of(words, identity, VectorScale.UNIT.apply(vector));
        } catch (ArithmeticException e) {
            throw new InvalidRequestException(
                    "Cannot encode the text '" + words + "': " + e.getMessage() + "; say it in other words", e);
        }
    }

    private float[] run(Tokens tokens) {
        Map<String, OnnxTensor> inputs = new LinkedHashMap<>();
        try {
            for (Port port : model.inputs()) {
                inputs.put(port.name(), tensor(port, port.name().equals(IDS) ? tokens.ids() : tokens.mask()));
            }
            try (OrtSession.Result result = model.run(inputs)) {
                FloatBuffer numbers = ((OnnxTensor) result.get(output.name()).orElseThrow()).getFloatBuffer();
                float[] vector = new float[numbers.remaining()];
                numbers.get(vector);
                return vector;
            }
        } catch (OrtException e) {
            throw model.failed(e);
        } finally {
            inputs.values().forEach(OnnxTensor::close);
        }
    }

    private OnnxTensor tensor(Port port, long[] values) throws OrtException {
        long[] shape = {1, values.length};
        if (port.type() == OnnxJavaType.INT64) {
            return OnnxTensor.createTensor(model.environment(), LongBuffer.wrap(values), shape);
        }
        IntBuffer narrow = IntBuffer.allocate(values.length);
        for (long value : values) {
            narrow.put((int) value);
        }
        return OnnxTensor.createTensor(model.environment(), narrow.flip(), shape);
    }

    /** Refuses every image. */
    @Override
    public EncodedQuery image(byte[] image) {
        throw new InvalidRequestException("Cannot encode an image: encoder " + identity
                + " takes text only; open the image encoder of the same model");
    }

    @Override
    public synchronized void close() {
        model.close();
        tokenizer.close();
    }
}
