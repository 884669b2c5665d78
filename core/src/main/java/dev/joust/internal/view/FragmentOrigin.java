// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.view;

import dev.joust.internal.lance.FragmentFacts;
import java.util.List;
import java.util.Optional;

/**
 * A fragment as it was right before a compaction replaced it.
 *
 * @param fragment its rows and files then
 * @param deletion the name of the list of its deleted rows then; empty if it had none
 * @param move the compaction that it came out of itself, if it did
 */
record FragmentOrigin(FragmentFacts fragment, String deletion, Optional<Move> move) {
    /**
     * A compaction, from the side of one fragment that it wrote.
     *
     * @param file the only data file that the fragment had then
     * @param origins the fragments whose live rows it got
     */
    record Move(String file, List<FragmentOrigin> origins) {
        Move {
            origins = List.copyOf(origins);
        }
    }
}
