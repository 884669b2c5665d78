// SPDX-License-Identifier: Apache-2.0
package dev.joust.vision.model;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.joust.error.InvalidRequestException;
import dev.joust.vision.internal.onnx.Device;
import dev.joust.vision.internal.onnx.ModelFolder;
import dev.joust.vision.internal.onnx.OnnxModel;
import dev.joust.vision.internal.onnx.OnnxModel.Port;
import dev.joust.vision.internal.pixels.AntialiasedResize.Filter;
import dev.joust.vision.internal.pixels.ImageTensors;
import dev.joust.vision.internal.pixels.Preprocessing;
import dev.joust.vision.internal.pixels.Preprocessing.Crop;
import dev.joust.vision.internal.pixels.Preprocessing.Resize;
import java.awt.image.BufferedImage;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * A detector as torchvision exports its Faster R-CNN and its kin: one image {@code float32 [3, height, width]}, 0 to 1,
 * of any size, to {@code float32 [n, 4]} boxes in its pixels, {@code int64 [n]} classes and {@code float32 [n]} scores.
 * Scaling and normalizing are a part of the model.
 *
 * <p>Source: Ren et al., "Faster R-CNN", 2015.
 *
 * <p>The folder holds {@code detector.onnx} and {@code labels.json}, a list of the names of the classes by number, of
 * which torchvision's first is the background.
 *
 * <p>Threads: belongs to one thread. Whoever opened it closes it.
 */
public final class Detector implements AutoCloseable {
    private static final Preprocessing ZERO_TO_ONE = new Preprocessing(
            new Resize.None(),
            Filter.BILINEAR,
            new Crop.None(),
            1 / 255.0,
            List.of(0.0, 0.0, 0.0),
            List.of(1.0, 1.0, 1.0));

    /** The most pixels of an image: {@value}; one takes twelve bytes of memory. */
    public static final int MAX_PIXELS = 25_000_000;

    private final OnnxModel model;
    private final List<String> names;
    private final Port input;
    private final String boxes;
    private final String classes;
    private final String scores;
    private final ImageTensors tensors = new ImageTensors(ZERO_TO_ONE);
    private FloatBuffer pixels = FloatBuffer.allocate(0);

    private Detector(OnnxModel model, List<String> names) {
        this.model = model;
        this.names = names;
        this.input = input();
        this.boxes = output(
                "boxes float[n, 4]",
                port -> port.type() == OnnxJavaType.FLOAT
                        && port.shape().size() == 2
                        && (port.size(1) == 4 || port.size(1) < 0));
        this.classes = output(
                "classes int64[n]",
                port -> port.type() == OnnxJavaType.INT64 && port.shape().size() == 1);
        this.scores = output(
                "scores float[n]",
                port -> port.type() == OnnxJavaType.FLOAT && port.shape().size() == 1);
    }

    /**
     * Opens a detector on all cores.
     *
     * @param place a folder, or the name of a model that a jar brings
     * @throws InvalidRequestException if there is no such model at the place
     */
    public static Detector open(String place) {
        return load(DetectorFiles.in(ModelFolder.at(place)), Device.allCores());
    }

    static Detector load(DetectorFiles files, Device device) {
        List<String> names = files.names();
        OnnxModel model = OnnxModel.load(files.model(), device);
        try {
            return new Detector(model, names);
        } catch (RuntimeException e) {
            model.close();
            throw e;
        }
    }

    private Port input() {
        List<Port> inputs = model.inputs();
        int rank = inputs.size() == 1 ? inputs.get(0).shape().size() : 0;
        if ((rank != 3 && rank != 4)
                || inputs.get(0).type() != OnnxJavaType.FLOAT
                || (inputs.get(0).size(rank - 3) != 3 && inputs.get(0).size(rank - 3) >= 0)) {
            throw wrong("it reads " + OnnxModel.shown(inputs) + ", not one float[3, height, width]");
        }
        return inputs.get(0);
    }

    private String output(String what, Predicate<Port> isIt) {
        List<Port> found = model.outputs().stream().filter(isIt).toList();
        if (found.size() != 1) {
            throw wrong("it gives " + OnnxModel.shown(model.outputs()) + ", not once " + what);
        }
        return found.get(0).name();
    }

    private InvalidRequestException wrong(String why) {
        return new InvalidRequestException(
                "Cannot use model '" + model + "' as a detector: " + why + "; name another model, or export it anew");
    }

    /**
     * Finds objects, best first.
     *
     * @param image of type {@link BufferedImage#TYPE_3BYTE_BGR}
     * @param minScore leaves out what the detector is less sure of, 0 to 1
     * @throws InvalidRequestException if the image has more than {@value #MAX_PIXELS} pixels
     */
    public List<Detection> detect(BufferedImage image, double minScore) {
        if ((long) image.getWidth() * image.getHeight() > MAX_PIXELS) {
            throw new InvalidRequestException("Cannot detect in image: it is " + image.getWidth() + "x"
                    + image.getHeight() + " pixels, more than the " + MAX_PIXELS + " that a detector takes; use a"
                    + " smaller image");
        }
        int floats = 3 * image.getWidth() * image.getHeight();
        if (pixels.capacity() < floats) {
            pixels = ByteBuffer.allocateDirect(floats * Float.BYTES)
                    .order(ByteOrder.nativeOrder())
                    .asFloatBuffer();
        }
        tensors.write(image, pixels, 0);
        long[] shape = input.shape().size() == 3
                ? new long[] {3, image.getHeight(), image.getWidth()}
                : new long[] {1, 3, image.getHeight(), image.getWidth()};
        try (OnnxTensor tensor = OnnxTensor.createTensor(
                        model.environment(), pixels.duplicate().limit(floats), shape);
                OrtSession.Result result = model.run(Map.of(input.name(), tensor))) {
            return detections(
                    ((OnnxTensor) result.get(boxes).orElseThrow()).getFloatBuffer(),
                    ((OnnxTensor) result.get(classes).orElseThrow()).getLongBuffer(),
                    ((OnnxTensor) result.get(scores).orElseThrow()).getFloatBuffer(),
                    minScore);
        } catch (OrtException e) {
            throw model.failed(e);
        }
    }

    private List<Detection> detections(FloatBuffer corners, LongBuffer labels, FloatBuffer sure, double minScore) {
        if (labels.remaining() != sure.remaining() || corners.remaining() != 4L * sure.remaining()) {
            throw wrong("it gave " + corners.remaining() + " corners and " + labels.remaining() + " classes for "
                    + sure.remaining() + " scores");
        }
        List<Detection> found = new ArrayList<>();
        for (int i = 0; i < sure.remaining(); i++) {
            if (sure.get(i) >= minScore) {
                found.add(new Detection(
                        name(labels.get(i)),
                        sure.get(i),
                        corners.get(4 * i),
                        corners.get(4 * i + 1),
                        corners.get(4 * i + 2),
                        corners.get(4 * i + 3)));
            }
        }
        found.sort(Comparator.comparing(Detection::score).reversed());
        return found;
    }

    private String name(long label) {
        String name = label >= 0 && label < names.size() ? names.get((int) label) : "";
        return name.isEmpty() ? "class " + label : name;
    }

    @Override
    public void close() {
        model.close();
    }
}
