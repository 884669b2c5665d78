// SPDX-License-Identifier: Apache-2.0
package dev.joust.driving;

/** Frames that a detector trained on everything tends to fail on, by what selects them. */
public enum FailureMode {
    /** A rider is annotated. */
    RIDER("rider", "Riders"),
    /** A person is annotated at night. */
    NIGHTTIME_PERSON("nighttime_person", "People at night"),
    /** A person is annotated, and the largest one is small. */
    DISTANT_PERSON("distant_person", "People far away");

    /**
     * A person is distant when the largest person box of the frame is below this share of the frame's area, in percent:
     * {@value}. On a frame 1280 wide and 720 high that is a person of about 150 pixels. It suits footage in which
     * people come in all sizes, such as the synthetic frames; articles on BDD100K use up to 30, which nearly every
     * frame is below.
     */
    public static final double DISTANT_AREA_PCT = 1.0;

    private final String word;
    private final String title;

    FailureMode(String word, String title) {
        this.word = word;
        this.title = title;
    }

    /** The word in the names of views, such as {@code distant_person}. */
    public String word() {
        return word;
    }

    /** What people read, such as {@code People far away}. */
    public String title() {
        return title;
    }

    /**
     * SQL over the features of a frame that is true for its frames.
     *
     * @param distantAreaPct below which share of the frame's area a person is distant, in percent
     * @throws IllegalArgumentException if it is not above 0 and at most 100
     */
    public String where(double distantAreaPct) {
        if (!(distantAreaPct > 0 && distantAreaPct <= 100)) {
            throw new IllegalArgumentException(
                    "distantAreaPct must be above 0 and at most 100 but was " + distantAreaPct);
        }
        return switch (this) {
            case RIDER -> "has_rider";
            case NIGHTTIME_PERSON -> "has_person AND timeofday = 'night'";
            case DISTANT_PERSON -> "has_person AND person_bbox_area_pct < " + distantAreaPct;
        };
    }
}
