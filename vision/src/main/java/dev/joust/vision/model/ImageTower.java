// SPDX-License-Identifier: Apache-2.0
package dev.joust.vision.model;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.joust.error.InvalidRequestException;
import dev.joust.vision.internal.onnx.Device;
import dev.joust.vision.internal.onnx.OnnxModel;
import dev.joust.vision.internal.onnx.OnnxModel.Port;
import dev.joust.vision.internal.pixels.ImageTensors;
import dev.joust.vision.internal.pixels.Preprocessing;
import dev.joust.vision.internal.pixels.Preprocessing.Size;
import java.awt.image.BufferedImage;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.Map;

/**
 * A loaded model that makes one vector of each image: {@code float32 [batch, 3, height, width]} to {@code float32
 * [batch, dimension]}.
 *
 * <p>Images are collected, and computed together. Threads: belongs to one thread.
 */
final class ImageTower implements AutoCloseable {
    private static final int MAX_BATCH = 16;
    private static final long MAX_BATCH_BYTES = 128L << 20;

    private final TowerFiles files;
    private final OnnxModel model;
    private final Port input;
    private final Port output;
    private final ImageTensors tensors;
    private final Size size;
    private final int capacity;
    private final FloatBuffer batch;
    private int count;

    private ImageTower(TowerFiles files, OnnxModel model) {
        this.files = files;
        this.model = model;
        this.input = input();
        this.output = output();
        Preprocessing preprocessing = files.preprocessing(input);
        this.tensors = new ImageTensors(preprocessing);
        this.size = preprocessing
                .outputSize()
                .orElseThrow(() -> wrong("its preprocessing neither scales nor crops images to one size"));
        requireSize();
        this.capacity = fittingCapacity();
        this.batch = ByteBuffer.allocateDirect(capacity * floats() * Float.BYTES)
                .order(ByteOrder.nativeOrder())
                .asFloatBuffer();
    }

    /**
     * Loads it.
     *
     * @throws InvalidRequestException if it is no such model
     */
    static ImageTower load(TowerFiles files, Device device) {
        OnnxModel model = OnnxModel.load(files.model(), device);
        try {
            return new ImageTower(files, model);
        } catch (RuntimeException e) {
            model.close();
            throw e;
        }
    }

    private Port input() {
        List<Port> inputs = model.inputs();
        if (inputs.size() != 1
                || inputs.get(0).type() != OnnxJavaType.FLOAT
                || inputs.get(0).shape().size() != 4
                || (inputs.get(0).size(1) != 3 && inputs.get(0).size(1) >= 0)) {
            throw wrong("it reads " + OnnxModel.shown(inputs) + ", not one float[batch, 3, height, width]");
        }
        return inputs.get(0);
    }

    private Port output() {
        Port found = model.vectors(files.kind().output())
                .orElseThrow(() -> wrong("it gives " + OnnxModel.shown(model.outputs()) + ", not one float[batch, "
                        + files.kind().dimension() + "]"));
        requireDimension(found.size(1) < 0 ? files.kind().dimension() : found.size(1));
        return found;
    }

    private void requireDimension(long dimension) {
        if (dimension != files.kind().dimension()) {
            throw wrong("it gives " + dimension + " numbers per image, where '"
                    + files.kind().column() + "' has " + files.kind().dimension());
        }
    }

    private void requireSize() {
        if ((input.size(2) >= 0 && input.size(2) != size.height())
                || (input.size(3) >= 0 && input.size(3) != size.width())) {
            throw wrong("it reads " + input + ", but its preprocessing makes images of " + size.width() + "x"
                    + size.height() + " pixels");
        }
    }

    private int fittingCapacity() {
        long imageBytes = 3L * size.width() * size.height() * Float.BYTES;
        long images = input.size(0) > 0 ? input.size(0) : Math.min(MAX_BATCH, MAX_BATCH_BYTES / imageBytes);
        if (images < 1 || images * imageBytes > MAX_BATCH_BYTES) {
            throw wrong("a batch of " + Math.max(1, images) + " images of " + size.width() + "x" + size.height()
                    + " pixels takes more than " + MAX_BATCH_BYTES + " bytes");
        }
        return (int) images;
    }

    private InvalidRequestException wrong(String why) {
        return new InvalidRequestException("Cannot use model '" + files.model() + "' for '"
                + files.kind().column() + "': " + why + "; name another model, or export it anew");
    }

    private int floats() {
        return 3 * size.width() * size.height();
    }

    /** How many images it computes at once. */
    int capacity() {
        return capacity;
    }

    /** Collects an image. */
    void add(BufferedImage image) {
        tensors.write(image, batch, count * floats());
        count++;
    }

    /** Forgets what was collected. */
    void forget() {
        count = 0;
    }

    /** Computes the vectors of what was collected, in order, and forgets it. */
    float[][] run() {
        int filled = count;
        count = 0;
        long rows = input.size(0) > 0 ? capacity : filled;
        FloatBuffer data = batch.duplicate().limit((int) rows * floats());
        long[] shape = {rows, 3, size.height(), size.width()};
        try (OnnxTensor images = OnnxTensor.createTensor(model.environment(), data, shape);
                OrtSession.Result result = model.run(Map.of(input.name(), images))) {
            return vectors((OnnxTensor) result.get(output.name()).orElseThrow(), filled);
        } catch (OrtException e) {
            throw model.failed(e);
        }
    }

    private float[][] vectors(OnnxTensor tensor, int filled) {
        long[] shape = tensor.getInfo().getShape();
        requireDimension(shape[1]);
        FloatBuffer all = tensor.getFloatBuffer();
        float[][] vectors = new float[filled][(int) shape[1]];
        for (int row = 0; row < filled; row++) {
            all.get(row * (int) shape[1], vectors[row]);
        }
        return vectors;
    }

    @Override
    public void close() {
        model.close();
    }
}
