// SPDX-License-Identifier: Apache-2.0
package dev.joust.example.captions;

import dev.joust.feature.BatchUdf;
import dev.joust.feature.InputBatch;
import dev.joust.feature.OutputBatch;
import dev.joust.vision.ImageDecoder;
import dev.joust.vision.ImageException;
import dev.joust.vision.LumaPlane;

/** Decodes each picture once for all functions of its kind in a pass; one that is broken fails its row alone. */
abstract class PixelUdf implements BatchUdf {
    private final ImageDecoder decoder = new ImageDecoder();

    abstract void compute(LumaPlane picture, int row, OutputBatch out);

    @Override
    public final void compute(InputBatch in, OutputBatch out) throws Exception {
        for (int row = 0; row < in.rows(); row++) {
            byte[] image = in.bytes(0, row);
            try {
                compute(in.shared("luma", row, () -> decoder.luma(image)), row, out);
            } catch (ImageException e) {
                out.fail(row, e);
            }
        }
    }
}
