// SPDX-License-Identifier: Apache-2.0
package dev.joust.driving.demo;

import dev.joust.driving.report.Block;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Collects, while the demo runs, what the sections of its report will show. */
final class Sections {
    private final Map<Section, List<Block>> blocks = new EnumMap<>(Section.class);

    /** The sections that the demo fills as it goes. */
    enum Section {
        FAILURE_MODES,
        SQL,
        FULL_TEXT,
        MEANING,
        DUPLICATES,
        NEW_FOOTAGE,
        IDEA,
        NEW_VERSION,
        DETECTOR,
        TRAINING;

        /** Its id in the page. */
        String id() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    void add(Section section, Block block) {
        blocks.computeIfAbsent(section, any -> new ArrayList<>()).add(block);
    }

    List<Block> of(Section section) {
        return List.copyOf(blocks.getOrDefault(section, List.of()));
    }
}
