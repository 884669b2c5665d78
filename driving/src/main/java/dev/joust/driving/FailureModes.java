// SPDX-License-Identifier: Apache-2.0
package dev.joust.driving;

/** Thresholds of the three failure modes that the views of driving footage select: riders, night, distance. */
public final class FailureModes {
    /**
     * A person is distant when the largest person box of the frame is below this share of the frame's area, in percent:
     * {@value}. On a frame 1280 wide and 720 high that is a person of about 150 pixels. It suits footage in which
     * people come in all sizes, such as the synthetic frames; articles on BDD100K use up to 30, which nearly every
     * frame is below.
     */
    public static final double DISTANT_AREA_PCT = 1.0;

    private FailureModes() {}
}
