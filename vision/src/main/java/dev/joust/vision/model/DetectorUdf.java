// SPDX-License-Identifier: Apache-2.0
package dev.joust.vision.model;

import static java.util.Objects.requireNonNull;

import dev.joust.error.InvalidRequestException;
import dev.joust.feature.BatchUdf;
import dev.joust.feature.InputBatch;
import dev.joust.feature.OutputBatch;
import dev.joust.feature.UdfContext;
import dev.joust.vision.ImageException;
import dev.joust.vision.internal.onnx.Device;
import dev.joust.vision.internal.onnx.ModelFolder;
import java.awt.image.BufferedImage;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Detects in each image, and says of it what a feature wants to know; the model is loaded once per worker. */
final class DetectorUdf implements BatchUdf.RowByRow {
    /** The parameter that says where the model is. */
    static final String MODEL = "model";

    /** The parameter that says how sure the detector must be. */
    static final String MIN_SCORE = "min_score";

    /** As sure as the evaluation of detectors mostly asks. */
    static final String DEFAULT_MIN_SCORE = "0.5";

    /** What {@code min_score} must be. */
    static final String SHARE = "a number from 0 to 1";

    private final Told told;
    private @Nullable Detector detector;
    private double minScore;

    /** What a feature makes of the detections of an image. */
    interface Told {
        /** The value of each column of the feature. */
        List<? extends @Nullable Object> values(List<Detection> found, int width, int height);
    }

    DetectorUdf(Told told) {
        this.told = told;
    }

    @Override
    public void open(UdfContext context) {
        minScore = Double.parseDouble(requireNonNull(context.parameters().get(MIN_SCORE), MIN_SCORE));
        String place = requireNonNull(context.parameters().get(MODEL), MODEL);
        DetectorFiles files = DetectorFiles.in(ModelFolder.at(place));
        RecordedModel.requireSame(place, context.models(), files.hashes());
        detector = Detector.load(files, Device.of(context));
    }

    /** Whether {@code min_score} can be set to a value. */
    static boolean isShare(String text) {
        try {
            double score = Double.parseDouble(text);
            return score >= 0 && score <= 1;
        } catch (NumberFormatException e) {
            return false;
        }
    }

    @Override
    public void compute(InputBatch in, OutputBatch out) {
        Detector open = requireNonNull(detector, "detector");
        for (int row = 0; row < in.rows(); row++) {
            try {
                BufferedImage image = (BufferedImage) requireNonNull(in.value(0, row));
                List<? extends @Nullable Object> values =
                        told.values(open.detect(image, minScore), image.getWidth(), image.getHeight());
                for (int column = 0; column < values.size(); column++) {
                    out.set(row, column, values.get(column));
                }
            } catch (ImageException | InvalidRequestException e) {
                out.fail(row, e);
            }
        }
    }

    @Override
    public void close() {
        if (detector != null) {
            detector.close();
        }
    }
}
