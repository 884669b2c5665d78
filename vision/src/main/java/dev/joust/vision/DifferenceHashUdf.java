// SPDX-License-Identifier: Apache-2.0
package dev.joust.vision;

import dev.joust.feature.BatchUdf;
import dev.joust.feature.InputBatch;
import dev.joust.feature.OutputBatch;

/** Decodes each image's luma and hashes it; an image that cannot be decoded fails its row alone. */
final class DifferenceHashUdf implements BatchUdf {
    private final ImageDecoder decoder = new ImageDecoder();

    @Override
    public void compute(InputBatch in, OutputBatch out) {
        for (int row = 0; row < in.rows(); row++) {
            try {
                // Not shared with other functions: the planes of a whole batch would be hundreds of megabytes.
                long hash = DifferenceHash.hash(decoder.luma(in.bytes(0, row)));
                out.set(row, 0, DifferenceHash.bits(hash));
                out.set(row, 1, hash);
            } catch (ImageException e) {
                out.fail(row, e);
            }
        }
    }
}
