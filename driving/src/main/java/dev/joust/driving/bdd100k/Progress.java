// SPDX-License-Identifier: Apache-2.0
package dev.joust.driving.bdd100k;

/** Hears how far a reader is. */
@FunctionalInterface
public interface Progress {
    /**
     * Called in the reading thread after each image.
     *
     * @param rowsDone images looked at so far: read, already present or skipped
     * @param rowsTotal images in all, known from the start
     */
    void update(long rowsDone, long rowsTotal);
}
