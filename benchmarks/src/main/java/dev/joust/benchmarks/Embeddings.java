// SPDX-License-Identifier: Apache-2.0
package dev.joust.benchmarks;

import static dev.joust.benchmarks.Report.decimal;
import static dev.joust.benchmarks.Report.percent;
import static dev.joust.benchmarks.Report.whole;

import dev.joust.Joust;
import dev.joust.Lake;
import dev.joust.Table;
import dev.joust.benchmarks.BareOnnx.Sessions;
import dev.joust.driving.models.DemoModels;
import dev.joust.vision.ImageDecoder;
import dev.joust.vision.internal.onnx.ModelFile;
import dev.joust.vision.internal.onnx.ModelFolder;
import dev.joust.vision.internal.pixels.ImageTensors;
import dev.joust.vision.internal.pixels.Preprocessing;
import dev.joust.vision.internal.pixels.PreprocessingJson;
import dev.joust.vision.model.ClipImageEmbedding;
import java.awt.image.BufferedImage;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Backfills of {@code clip_embedding} by default settings, against ONNX Runtime alone that is fed ready tensors by as
 * many sessions of as many threads.
 *
 * <p>A backfill reads the rows, loads the model once per worker, decodes, scales and normalizes each frame, and
 * commits; its time has all of that. The other side has its sessions and tensors before the clock starts.
 */
final class Embeddings {
    private static final int FRAMES = 3 * BareOnnx.BATCH;
    private static final int FRAGMENTS = 4;

    /**
     * A model, and how many rows, in tables and for single steps, and rounds give a figure in some minutes: rows enough
     * that what is loaded once is no large part of a backfill.
     */
    private record Model(String name, String place, int rows, int fewRows, int warmUps, int rounds) {}

    private Embeddings() {}

    /**
     * Measures the bundled model, and one of real size.
     *
     * @param clip the folder of that, as {@code python/models/export_real.py clip --random} writes it
     */
    static void run(Path folder, Optional<String> clip) throws Exception {
        List<byte[]> frames = SyntheticFrames.draw(folder.resolve("frames"), FRAMES);
        List<Model> models = new ArrayList<>(List.of(new Model("small", DemoModels.CLIP, 384, 48, 1, 5)));
        clip.ifPresent(place -> models.add(new Model("ViT-B/32", place, 1536, 16, 0, 2)));
        Report report = Report.begin("Steps of an embedding, by frame of 1280x720 on one thread");
        report.header("model", "decode", "scale and normalize", "ONNX Runtime", "decode and scale, of the sum");
        for (Model model : models) {
            steps(report, frames, model);
        }
        report = Report.begin("Embeddings of JPEG frames of 1280x720, all cores, a session per core");
        report.header("model", "ONNX Runtime alone, frames/s", "backfill, frames/s", "of ONNX Runtime alone");
        try (Lake lake = Joust.open(folder.resolve("lake"))) {
            for (Model model : models) {
                rate(report, lake, frames, model);
            }
        }
        if (clip.isEmpty()) {
            System.out.println();
            System.out.println("A model of real size was not measured: name its folder, embeddings=FOLDER");
        }
    }

    private static void rate(Report report, Lake lake, List<byte[]> frames, Model model) throws Exception {
        Table table = SyntheticFrames.table(lake, "frames" + model.rows(), frames, model.rows(), FRAGMENTS);
        table.addFeatures(ClipImageEmbedding.of(model.place()));
        try (BareOnnx bare = new BareOnnx(file(model).bytes(), Sessions.ofBackfill(), preprocessing(model), frames)) {
            Turns turns = new Turns()
                    .with("bare", () -> bare.run(model.rows()))
                    .with(
                            "joust",
                            () -> table.backfill(ClipImageEmbedding.COLUMN)
                                    .recompute()
                                    .run()
                                    .rowsComputed())
                    .run(model.warmUps(), model.rounds());
            report.row(
                    model.name(),
                    rate(turns.seconds("bare"), model),
                    rate(turns.seconds("joust"), model),
                    "**" + percent(turns.speed("joust", "bare")) + "**");
        }
    }

    private static void steps(Report report, List<byte[]> frames, Model model) throws Exception {
        ImageDecoder decoder = new ImageDecoder();
        Preprocessing preprocessing = preprocessing(model);
        ImageTensors tensors = new ImageTensors(preprocessing);
        BufferedImage image = decoder.image(frames.get(0));
        FloatBuffer target = FloatBuffer.allocate(
                3 * tensors.size(image).width() * tensors.size(image).height());
        List<BufferedImage> decoded =
                frames.subList(0, BareOnnx.BATCH).stream().map(decoder::image).toList();
        int rows = model.fewRows();
        try (BareOnnx bare = new BareOnnx(file(model).bytes(), new Sessions(1, 1), preprocessing, frames)) {
            Turns turns = new Turns()
                    .with("decode", () -> {
                        long pixels = 0;
                        for (int i = 0; i < rows; i++) {
                            pixels += decoder.image(frames.get(i % FRAMES)).getWidth();
                        }
                        return pixels;
                    })
                    .with("scale", () -> {
                        double sum = 0;
                        for (int i = 0; i < rows; i++) {
                            tensors.write(decoded.get(i % decoded.size()), target, 0);
                            sum += target.get(i);
                        }
                        return Double.doubleToLongBits(sum);
                    })
                    .with("onnx", () -> bare.run(rows))
                    .run(1, model.rounds());
            double decode = turns.seconds("decode") * 1000 / rows;
            double scale = turns.seconds("scale") * 1000 / rows;
            double onnx = turns.seconds("onnx") * 1000 / rows;
            report.row(
                    model.name(),
                    decimal(decode) + " ms",
                    decimal(scale) + " ms",
                    decimal(onnx) + " ms",
                    percent((decode + scale) / (decode + scale + onnx)));
        }
    }

    private static ModelFile file(Model model) {
        return ModelFolder.at(model.place()).find("vision_model.onnx").orElseThrow();
    }

    private static Preprocessing preprocessing(Model model) {
        return ModelFolder.at(model.place())
                .find(PreprocessingJson.FILE)
                .map(PreprocessingJson::read)
                .orElse(Preprocessing.CLIP);
    }

    private static String rate(double seconds, Model model) {
        double rate = model.rows() / seconds;
        return rate < 100 ? String.format(Locale.ROOT, "%.1f", rate) : whole(rate);
    }
}
