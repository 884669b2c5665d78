// SPDX-License-Identifier: Apache-2.0
package dev.joust.example.captions;

import dev.joust.Table;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The data files of a table: everything it holds, but for deletions and bookkeeping.
 *
 * @param bytes their sizes by name
 */
record DataFiles(Map<String, Long> bytes) {
    private static final int SHOWN = 18;
    private static final int SHOWN_FILES = 4;

    /** The files of a table in a lake on a local disk. */
    static DataFiles of(Table table) {
        Map<String, Long> bytes = new TreeMap<>();
        Path folder = Path.of(table.lake().uri(), table.name() + ".lance", "data");
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith(".lance")).toList()) {
                bytes.put(file.getFileName().toString(), Files.size(file));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new DataFiles(bytes);
    }

    /** How many bytes they have together. */
    long total() {
        return bytes.values().stream().mapToLong(Long::longValue).sum();
    }

    /** How many of these files another listing has, too, with the same sizes. */
    long unchangedIn(DataFiles later) {
        return bytes.entrySet().stream()
                .filter(file -> file.getValue().equals(later.bytes.get(file.getKey())))
                .count();
    }

    /** Lists them. */
    void tell(Story story) {
        tell(story, bytes.entrySet().stream().toList(), "");
    }

    /** Lists them, the largest few in full, with what became of each since an earlier listing. */
    void tell(Story story, DataFiles before) {
        List<Map.Entry<String, Long>> old = new ArrayList<>();
        List<Map.Entry<String, Long>> added = new ArrayList<>();
        bytes.entrySet().forEach(file -> (before.bytes.containsKey(file.getKey()) ? old : added).add(file));
        added.sort(Map.Entry.comparingByValue(Comparator.reverseOrder()));
        for (Map.Entry<String, Long> file : old) {
            boolean isSame = file.getValue().equals(before.bytes.get(file.getKey()));
            tell(story, List.of(file), isSame ? "  (unchanged)" : "  (REWRITTEN)");
        }
        tell(story, added.subList(0, Math.min(SHOWN_FILES, added.size())), "  (new)");
        if (added.size() > SHOWN_FILES) {
            List<Map.Entry<String, Long>> rest = added.subList(SHOWN_FILES, added.size());
            long sum = rest.stream().mapToLong(Map.Entry::getValue).sum();
            story.say("%,13d bytes  in %d more  (new)", sum, rest.size());
        }
    }

    private static void tell(Story story, List<Map.Entry<String, Long>> files, String state) {
        for (Map.Entry<String, Long> file : files) {
            story.say("%,13d bytes  %s%s", file.getValue(), shortName(file.getKey()), state);
        }
    }

    /** The beginning of a file's name, which is long and means nothing. */
    static String shortName(String file) {
        return file.substring(0, Math.min(SHOWN, file.length())) + "\u2026";
    }
}
