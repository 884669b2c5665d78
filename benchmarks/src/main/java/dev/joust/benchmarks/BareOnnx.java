// SPDX-License-Identifier: Apache-2.0
package dev.joust.benchmarks;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import dev.joust.vision.ImageDecoder;
import dev.joust.vision.internal.pixels.ImageTensors;
import dev.joust.vision.internal.pixels.Preprocessing;
import dev.joust.vision.internal.pixels.Preprocessing.Size;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * ONNX Runtime alone, fed ready tensors: a session per worker, the cores shared equally among them, loaded before
 * anything is measured.
 */
final class BareOnnx implements AutoCloseable {
    /** How many images one call computes: as many as a backfill collects. */
    static final int BATCH = 16;

    private final OrtEnvironment environment = OrtEnvironment.getEnvironment(OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR);
    private final List<OrtSession> sessions = new ArrayList<>();
    private final ExecutorService pool;
    private final FloatBuffer images;
    private final int batches;
    private final Size size;

    /** How many sessions there are, and how many threads each has. */
    record Sessions(int count, int threads) {
        /** As a backfill by default settings has them: one per core, the cores shared equally. */
        static Sessions ofBackfill() {
            return new Sessions(Runtime.getRuntime().availableProcessors(), 1);
        }
    }

    /** Loads a model from a file's bytes once per session, and prepares the frames, whole batches of them. */
    BareOnnx(byte[] model, Sessions how, Preprocessing preprocessing, List<byte[]> frames) throws OrtException {
        size = preprocessing.outputSize().orElseThrow();
        batches = frames.size() / BATCH;
        images = prepared(new ImageTensors(preprocessing), frames);
        pool = Executors.newFixedThreadPool(how.count());
        for (int worker = 0; worker < how.count(); worker++) {
            sessions.add(session(model, how.threads()));
        }
    }

    private OrtSession session(byte[] model, int threads) throws OrtException {
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            options.setIntraOpNumThreads(threads);
            options.setInterOpNumThreads(1);
            options.addConfigEntry("session.intra_op.allow_spinning", "0");
            return environment.createSession(model, options);
        }
    }

    private FloatBuffer prepared(ImageTensors tensors, List<byte[]> frames) {
        FloatBuffer target = ByteBuffer.allocateDirect(batches * BATCH * floats() * Float.BYTES)
                .order(ByteOrder.nativeOrder())
                .asFloatBuffer();
        ImageDecoder decoder = new ImageDecoder();
        for (int i = 0; i < batches * BATCH; i++) {
            tensors.write(decoder.image(frames.get(i)), target, i * floats());
        }
        return target;
    }

    private int floats() {
        return 3 * size.width() * size.height();
    }

    /** Computes so many images on all workers; returns how many vectors came out. */
    long run(int rows) throws Exception {
        AtomicInteger next = new AtomicInteger();
        List<Future<Long>> parts = new ArrayList<>();
        for (OrtSession session : sessions) {
            parts.add(pool.submit(() -> {
                long done = 0;
                for (int at = next.getAndAdd(BATCH); at < rows; at = next.getAndAdd(BATCH)) {
                    done += compute(session, at / BATCH % batches, Math.min(BATCH, rows - at));
                }
                return done;
            }));
        }
        long done = 0;
        for (Future<Long> part : parts) {
            done += part.get();
        }
        return done;
    }

    private long compute(OrtSession session, int batch, int rows) throws OrtException {
        FloatBuffer data = images.duplicate()
                .position(batch * BATCH * floats())
                .limit((batch * BATCH + rows) * floats())
                .slice();
        String input = session.getInputNames().iterator().next();
        long[] shape = {rows, 3, size.height(), size.width()};
        try (OnnxTensor tensor = OnnxTensor.createTensor(environment, data, shape);
                OrtSession.Result result = session.run(Map.of(input, tensor))) {
            return ((OnnxTensor) result.get(0)).getInfo().getShape()[0];
        }
    }

    @Override
    public void close() throws OrtException {
        pool.shutdown();
        for (OrtSession session : sessions) {
            session.close();
        }
    }
}
