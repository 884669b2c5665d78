// SPDX-License-Identifier: Apache-2.0
package dev.joust.vision;

import static java.util.Objects.requireNonNull;

import dev.joust.feature.BatchUdf;
import dev.joust.feature.InputBatch;
import dev.joust.feature.OutputBatch;

/** Hashes the luma of each image, which it shares with other features; a broken image fails its row alone. */
final class DifferenceHashUdf implements BatchUdf {
    @Override
    public void compute(InputBatch in, OutputBatch out) {
        for (int row = 0; row < in.rows(); row++) {
            try {
                long hash = DifferenceHash.hash((LumaPlane) requireNonNull(in.value(0, row)));
                out.set(row, 0, DifferenceHash.bits(hash));
                out.set(row, 1, hash);
            } catch (ImageException e) {
                out.fail(row, e);
            }
        }
    }
}
