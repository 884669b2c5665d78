// SPDX-License-Identifier: Apache-2.0
package dev.joust.vision.model;

import dev.joust.error.InvalidRequestException;
import java.util.Map;

/** The model that a feature's identity names, and the one that lies where it should be. */
final class RecordedModel {
    private RecordedModel() {}

    /** A model may be replaced while a backfill runs: its vectors must not go by the name of the first. */
    static void requireSame(String place, Map<String, String> recorded, Map<String, String> found) {
        if (!recorded.entrySet().containsAll(found.entrySet())) {
            throw new InvalidRequestException("Cannot open model '" + place
                    + "': its files are others than when the backfill began; put the first ones back, or point the"
                    + " feature at the new ones with 'features alter'");
        }
    }
}
