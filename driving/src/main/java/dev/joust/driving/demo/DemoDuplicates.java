// SPDX-License-Identifier: Apache-2.0
package dev.joust.driving.demo;

import dev.joust.Table;
import dev.joust.driving.demo.Sections.Section;
import dev.joust.driving.report.DuplicatePage;
import dev.joust.vision.NearDuplicates;
import java.util.Map;

/** The stage of the demo that flags frames which show the same again. */
final class DemoDuplicates {
    private static final int BITS = 5;
    private static final int PAIRS = 8;

    private final Table frames;
    private final DemoListener listener;
    private final Sections sections;

    DemoDuplicates(Table frames, DemoListener listener, Sections sections) {
        this.frames = frames;
        this.listener = listener;
        this.sections = sections;
    }

    String flag(Map<String, Object> facts) {
        NearDuplicates.Counts counts = NearDuplicates.of(frames).within(BITS).fill();
        listener.answered(
                "NearDuplicates.of(frames).within(" + BITS + ").fill()",
                Words.count(counts.duplicates()) + " of " + Words.count(counts.rows(), "frame") + " in "
                        + Words.count(counts.groups(), "group"));
        DuplicatePage.of(frames, NearDuplicates.NAME_COLUMN, NearDuplicates.HASH_COLUMN)
                .report(counts, BITS, PAIRS)
                .sections()
                .forEach(section -> section.blocks().forEach(block -> sections.add(Section.DUPLICATES, block)));
        facts.put("duplicates", counts.duplicates());
        facts.put("groups", counts.groups());
        return "every pair within " + BITS + " of 64 bits was found; views for training leave the copies out";
    }
}
