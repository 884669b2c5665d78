// SPDX-License-Identifier: Apache-2.0
package dev.joust.benchmarks;

import static dev.joust.benchmarks.Report.decimal;
import static dev.joust.benchmarks.Report.percent;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import dev.joust.Joust;
import dev.joust.Lake;
import dev.joust.Table;
import dev.joust.driving.models.DemoModels;
import dev.joust.loader.Batch;
import dev.joust.loader.Loader;
import dev.joust.loader.LoaderBuilder;
import dev.joust.loader.Normalization;
import dev.joust.vision.ImageDecoder;
import dev.joust.vision.ImageFeatures;
import dev.joust.vision.ImagePixels;
import dev.joust.vision.internal.onnx.ModelFolder;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A model on one core that is fed by a loader, against the same model fed tensors that lie ready: the share of its rate
 * that is left. Both have the same cores; the loader decodes on those that the model leaves free.
 *
 * <p>The model is the bundled detector, image by image. The loader's time includes opening it.
 */
final class FeedEfficiency {
    private static final int DRAWN = 32;
    private static final int ROWS = 256;
    private static final int BATCH_ROWS = 16;
    private static final int CORES = Runtime.getRuntime().availableProcessors();
    private static final long SEED = 42;
    /** What the detector brings frames to itself. */
    private static final int WIDTH = 640;

    private static final int HEIGHT = 360;

    private final OrtEnvironment environment = OrtEnvironment.getEnvironment(OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR);
    private final OrtSession session;

    private FeedEfficiency(OrtSession session) {
        this.session = session;
    }

    static void run(Path folder) throws Exception {
        List<byte[]> frames = SyntheticFrames.draw(folder.resolve("frames"), DRAWN);
        Report report = Report.begin("A detector on one core, fed frames of 1280x720 in batches of " + BATCH_ROWS
                + ", on " + CORES + " cores");
        report.header(
                "model, ms a batch",
                "decoding, ms a batch on one core",
                "ready tensors, images/s",
                "loader, one thread",
                "loader, " + CORES + " threads");
        try (Lake lake = Joust.open(folder.resolve("lake"));
                OrtSession session = session()) {
            Table table = SyntheticFrames.table(lake, "frames", frames, ROWS, 2);
            new FeedEfficiency(session).measure(report, table, frames);
        }
    }

    private static OrtSession session() throws OrtException {
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            options.setIntraOpNumThreads(1);
            options.setInterOpNumThreads(1);
            return OrtEnvironment.getEnvironment(OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR)
                    .createSession(
                            ModelFolder.at(DemoModels.DETECTOR)
                                    .find("detector.onnx")
                                    .orElseThrow()
                                    .bytes(),
                            options);
        }
    }

    private void measure(Report report, Table table, List<byte[]> frames) throws Exception {
        FloatBuffer ready = FloatBuffer.wrap(decoded(table));
        Turns turns = new Turns()
                .with("ready", () -> readyTensors(ready))
                .with("fed", () -> fed(loader(table).threads(1)))
                .with("fed by all", () -> fed(loader(table).threads(CORES)))
                .with("decode", () -> decodedAlone(frames))
                .run(1, 5);
        double batches = (double) ROWS / BATCH_ROWS;
        report.row(
                decimal(turns.seconds("ready") * 1000 / batches),
                decimal(turns.seconds("decode") * 1000 / batches),
                String.format(Locale.ROOT, "%.1f", ROWS / turns.seconds("ready")),
                "**" + percent(turns.speed("fed", "ready")) + "**",
                percent(turns.speed("fed by all", "ready")));
    }

    private static LoaderBuilder loader(Table table) {
        return table.loader()
                .columns("id")
                .decode(ImageFeatures.IMAGE_COLUMN, ImagePixels.rgb(WIDTH, HEIGHT))
                .normalize(Normalization.UNIT)
                .shuffle(SEED)
                .batchRows(BATCH_ROWS);
    }

    /** The images of the first batch, as the loader makes them. */
    private static float[] decoded(Table table) {
        try (Loader<Batch> loader = loader(table).open();
                Batch batch = loader.next()) {
            return batch.tensor().clone();
        }
    }

    private long readyTensors(FloatBuffer ready) throws OrtException {
        long images = 0;
        for (int row = 0; row < ROWS; row++) {
            images += detect(ready, row % BATCH_ROWS);
        }
        return images;
    }

    private long fed(LoaderBuilder builder) throws OrtException {
        long images = 0;
        try (Loader<Batch> loader = builder.open()) {
            while (loader.hasNext()) {
                try (Batch batch = loader.next()) {
                    FloatBuffer tensor = FloatBuffer.wrap(batch.tensor());
                    for (int row = 0; row < batch.size(); row++) {
                        images += detect(tensor, row);
                    }
                }
            }
        }
        return images;
    }

    private long detect(FloatBuffer images, int row) throws OrtException {
        int floats = 3 * WIDTH * HEIGHT;
        FloatBuffer image = ByteBuffer.allocateDirect(floats * Float.BYTES)
                .order(ByteOrder.nativeOrder())
                .asFloatBuffer();
        image.put(0, images, row * floats, floats);
        try (OnnxTensor tensor = OnnxTensor.createTensor(environment, image, new long[] {3, HEIGHT, WIDTH});
                OrtSession.Result result = session.run(Map.of("image", tensor))) {
            OnnxValue boxes = result.get(0);
            return boxes instanceof OnnxTensor ? 1 : 0;
        }
    }

    private static long decodedAlone(List<byte[]> frames) {
        ImageDecoder decoder = new ImageDecoder();
        byte[] pixels = new byte[WIDTH * HEIGHT * 3];
        for (int row = 0; row < ROWS; row++) {
            decoder.rgb(frames.get(row % DRAWN), WIDTH, HEIGHT, pixels, 0);
        }
        return ROWS;
    }
}
