// SPDX-License-Identifier: Apache-2.0
package dev.joust.driving.bdd100k;

import java.util.HashMap;
import java.util.Map;

/**
 * The one vocabulary of object categories, and one copy of each word that a label file repeats.
 *
 * <p>Detection 2020 says {@code pedestrian}, the labels of 2018 say {@code person}, {@code bike} and {@code motor};
 * they become {@code person}, {@code bicycle} and {@code motorcycle}. Every other word is kept.
 */
final class Categories {
    private static final Map<String, String> RENAMED =
            Map.of("pedestrian", "person", "bike", "bicycle", "motor", "motorcycle");
    private static final int MAX_WORDS = 10_000;

    private final Map<String, String> words = new HashMap<>();

    /** The word of the one vocabulary for a category of a label file. */
    String category(String word) {
        return one(RENAMED.getOrDefault(word, word));
    }

    /** The one copy of a word; a file with ever new words gets them back as they are. */
    String one(String word) {
        if (words.size() >= MAX_WORDS) {
            return words.getOrDefault(word, word);
        }
        String first = words.putIfAbsent(word, word);
        return first == null ? word : first;
    }
}
