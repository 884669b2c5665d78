// SPDX-License-Identifier: Apache-2.0
package dev.joust.example.captions;

import dev.joust.feature.OutputBatch;
import dev.joust.vision.DifferenceHash;
import dev.joust.vision.LumaPlane;

/** The 64 bits of a picture that stay when it is scaled or encoded again. */
final class FingerprintUdf extends PixelUdf {
    @Override
    void compute(LumaPlane picture, int row, OutputBatch out) {
        out.set(row, DifferenceHash.hash(picture));
    }
}
