// SPDX-License-Identifier: Apache-2.0
package dev.joust.vision.model;

import static java.util.Objects.requireNonNull;

import dev.joust.feature.BatchUdf;
import dev.joust.feature.InputBatch;
import dev.joust.feature.OutputBatch;
import dev.joust.feature.UdfContext;
import dev.joust.vision.ImageException;
import dev.joust.vision.internal.onnx.Device;
import dev.joust.vision.internal.onnx.ModelFolder;
import java.awt.image.BufferedImage;
import org.jspecify.annotations.Nullable;

/** Makes a vector of each image; the model is loaded once per worker. A broken image fails its row alone. */
final class EmbeddingUdf implements BatchUdf {
    /** The parameter that says where the model is. */
    static final String MODEL = "model";

    private final TowerKind kind;
    private final VectorScale scale;
    private @Nullable ImageTower tower;

    EmbeddingUdf(TowerKind kind, VectorScale scale) {
        this.kind = kind;
        this.scale = scale;
    }

    @Override
    public void open(UdfContext context) {
        String place = requireNonNull(context.parameters().get(MODEL), MODEL);
        TowerFiles files = TowerFiles.in(ModelFolder.at(place), kind);
        RecordedModel.requireSame(place, context.models(), files.hashes());
        tower = ImageTower.load(files, Device.of(context));
    }

    @Override
    public void compute(InputBatch in, OutputBatch out) {
        ImageTower images = requireNonNull(tower, "tower");
        // A call that failed before may have left some there.
        images.forget();
        int[] rows = new int[images.capacity()];
        int count = 0;
        for (int row = 0; row < in.rows(); row++) {
            try {
                images.add((BufferedImage) requireNonNull(in.value(0, row)));
                rows[count++] = row;
            } catch (ImageException e) {
                out.fail(row, e);
            }
            if (count == rows.length) {
                write(images.run(), rows, out);
                count = 0;
            }
        }
        if (count > 0) {
            write(images.run(), rows, out);
        }
    }

    private void write(float[][] vectors, int[] rows, OutputBatch out) {
        for (int i = 0; i < vectors.length; i++) {
            try {
                out.set(rows[i], 0, scale.apply(vectors[i]));
            } catch (ArithmeticException e) {
                out.fail(rows[i], e);
            }
        }
    }

    @Override
    public void close() {
        if (tower != null) {
            tower.close();
        }
    }
}
