// SPDX-License-Identifier: Apache-2.0
package dev.joust.vision.internal.onnx;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtProvider;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import dev.joust.error.InvalidRequestException;
import dev.joust.error.StorageException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * A model that is loaded into ONNX Runtime.
 *
 * <p>Custom operators are never loaded. Models of equal content that compute with one thread have their weights in
 * memory once. Threads: {@link #run} may be called by several at once. Whoever opened it closes it; the last one frees
 * its memory.
 */
public final class OnnxModel implements AutoCloseable {
    static final SharedSessions SESSIONS = new SharedSessions();

    private final String shown;
    private final OrtEnvironment environment;
    private final SharedSessions.Lease lease;
    private final OrtSession session;

    private OnnxModel(String shown, OrtEnvironment environment, SharedSessions.Lease lease) {
        this.shown = shown;
        this.environment = environment;
        this.lease = lease;
        this.session = lease.session();
    }

    /**
     * Loads a model.
     *
     * @throws InvalidRequestException if it is no ONNX model, or one that this runtime cannot run
     * @throws StorageException if the command line of this process is too long for the runtime
     */
    public static OnnxModel load(ModelFile file, Device device) {
        OrtEnvironment environment = OnnxRuntime.environment();
        try {
            return new OnnxModel(
                    file.toString(),
                    environment,
                    SESSIONS.lease(file.sha256(), device, () -> session(environment, file, device)));
        } catch (OrtException e) {
            throw new InvalidRequestException(
                    "Cannot load model '" + file + "': ONNX Runtime " + environment.getVersion() + " says: "
                            + firstLine(e) + "; export it to ONNX again, weights and all in one file",
                    e);
        }
    }

    private static OrtSession session(OrtEnvironment environment, ModelFile file, Device device) throws OrtException {
        try (OrtSession.SessionOptions options = options(device)) {
            // Not by its path: then weights in further files, which no hash covers, would be loaded as well.
            return environment.createSession(file.buffer(), options);
        }
    }

    private static OrtSession.SessionOptions options(Device device) throws OrtException {
        OrtSession.SessionOptions options = new OrtSession.SessionOptions();
        options.setIntraOpNumThreads(device.threads());
        options.setInterOpNumThreads(1);
        options.setSessionLogLevel(OnnxRuntime.LOGGED);
        options.addConfigEntry("session.intra_op.allow_spinning", "0");
        // Weights in further files, which no hash covers, would else be looked for in the working directory.
        options.addConfigEntry(
                "session.model_external_initializers_file_folder_path",
                Path.of(System.getProperty("java.io.tmpdir"), "no-weights-" + UUID.randomUUID())
                        .toString());
        if (device.gpu().isPresent() && hasCuda()) {
            options.addCUDA(device.gpu().getAsInt());
        }
        return options;
    }

    private static boolean hasCuda() {
        return OrtEnvironment.getAvailableProviders().contains(OrtProvider.CUDA);
    }

    /** A tensor that the model reads or gives. */
    public record Port(String name, OnnxJavaType type, List<Long> shape) {
        /** Copies. */
        public Port {
            shape = List.copyOf(shape);
        }

        /** How long a dimension is, -1 if that is open. */
        public long size(int dimension) {
            return shape.get(dimension);
        }

        /** Such as {@code 'pixel_values' float[?, 3, 224, 224]}. */
        @Override
        public String toString() {
            return "'" + name + "' " + type.name().toLowerCase(Locale.ROOT)
                    + shape.stream()
                            .map(size -> size < 0 ? "?" : size.toString())
                            .toList();
        }
    }

    /** What it reads. */
    public List<Port> inputs() {
        try {
            return ports(session.getInputInfo());
        } catch (OrtException e) {
            throw failed(e);
        }
    }

    /** What it gives. */
    public List<Port> outputs() {
        try {
            return ports(session.getOutputInfo());
        } catch (OrtException e) {
            throw failed(e);
        }
    }

    /** What it gives as one vector of floats for each input: the output of this name, or the only such one. */
    public Optional<Port> vectors(String name) {
        List<Port> vectors = outputs().stream()
                .filter(port ->
                        port.type() == OnnxJavaType.FLOAT && port.shape().size() == 2)
                .toList();
        return named(vectors, name).or(() -> vectors.size() == 1 ? Optional.of(vectors.get(0)) : Optional.empty());
    }

    private static List<Port> ports(Map<String, NodeInfo> nodes) {
        List<Port> ports = new ArrayList<>();
        nodes.forEach((name, node) -> {
            if (node.getInfo() instanceof TensorInfo tensor) {
                List<Long> shape = new ArrayList<>();
                for (long size : tensor.getShape()) {
                    shape.add(size);
                }
                ports.add(new Port(name, tensor.type, shape));
            }
        });
        return ports;
    }

    /** Finds a tensor by its name. */
    public static Optional<Port> named(List<Port> ports, String name) {
        return ports.stream().filter(port -> port.name().equals(name)).findFirst();
    }

    /** Tensors for people. */
    public static String shown(List<Port> ports) {
        return ports.stream().map(Port::toString).collect(Collectors.joining(", "));
    }

    /** Where its tensors belong. */
    public OrtEnvironment environment() {
        return environment;
    }

    /** Runs it; whoever takes the result closes it. */
    public OrtSession.Result run(Map<String, OnnxTensor> inputs) {
        try {
            return session.run(inputs);
        } catch (OrtException e) {
            throw failed(e);
        }
    }

    /** A failure of the runtime, under the model's name. */
    public StorageException failed(OrtException e) {
        return new StorageException(
                "Cannot run model '" + shown + "': " + firstLine(e) + "; check that the model reads such input", e);
    }

    private static String firstLine(OrtException e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("").strip();
    }

    /** The file that it was loaded from. */
    @Override
    public String toString() {
        return shown;
    }

    @Override
    public void close() {
        try {
            lease.close();
        } catch (OrtException e) {
            throw failed(e);
        }
    }
}
