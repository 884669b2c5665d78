// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.pin;

import dev.joust.error.JoustException;
import dev.joust.internal.lance.LanceTable;
import dev.joust.internal.lance.version.Versions;
import dev.joust.pin.Pin;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The tags of one table as users see them: those of pins under their names, none of pins that are being made. */
public final class PinTags {
    private static final Logger LOG = LoggerFactory.getLogger(PinTags.class);

    private final Map<String, Pin> pins = new HashMap<>();
    private final List<String> hidden = new ArrayList<>();

    private PinTags() {}

    /** What the pins of a lake make of tags. */
    public static PinTags of(PinFolder folder) {
        PinTags tags = new PinTags();
        // First those that are being made, then those that are: one that becomes whole in between is among the latter.
        folder.pending().forEach(note -> tags.hidden.add(note.tag().toString()));
        folder.all().forEach(stored -> tags.pins.put(stored.tag(), stored.pin()));
        return tags;
    }

    /** What the tags are called if there are no pins. */
    public static PinTags none() {
        return new PinTags();
    }

    /**
     * What a tag is called; empty if nobody is to see it. A tag that looks like one of a pin, and is of none, stays.
     */
    public Optional<String> shown(String tag) {
        Pin pin = pins.get(tag);
        if (pin != null) {
            return Optional.of(pin.tag());
        }
        return hidden.contains(tag) ? Optional.empty() : Optional.of(tag);
    }

    /** The pin that a tag, under either of its names, belongs to. */
    public Optional<Pin> pin(String tag) {
        return pins.entrySet().stream()
                .filter(entry -> tag.equals(entry.getKey())
                        || tag.equals(entry.getValue().tag()))
                .map(Map.Entry::getValue)
                .findFirst();
    }

    /** The tags of a table by the names that users see, in alphabetical order. */
    public Map<String, Long> shown(Map<String, Long> tags) {
        return tags.entrySet().stream()
                .filter(tag -> shown(tag.getKey()).isPresent())
                .collect(Collectors.toMap(
                        tag -> shown(tag.getKey()).orElseThrow(), Map.Entry::getValue, (a, b) -> b, TreeMap::new));
    }

    /** Removes a tag, if it is there. */
    static void remove(LanceTable table, PinTag tag) {
        Versions.dropTagIfThere(table, tag.toString());
    }

    /**
     * Removes what processes left of pins that they did not finish, and of drops. What cannot be removed stays with its
     * note, with a warning: nobody has to wait for it.
     */
    public static void removeLeftovers(PinFolder folder, Function<String, Optional<LanceTable>> tables) {
        for (PinNote note : folder.abandoned()) {
            try {
                finish(folder, note, tables);
            } catch (RuntimeException e) {
                LOG.warn(
                        "What is left of pin '{}' stays until it can be removed: its note is '{}'",
                        note.pin(),
                        note.file(),
                        e);
            }
        }
    }

    /** Removes the tags of an attempt that became no pin, or is one no more, and then its note. */
    static void finish(PinFolder folder, PinNote note, Function<String, Optional<LanceTable>> tables) {
        if (!folder.holds(note.id())) {
            for (String table : note.tables()) {
                tables.apply(table).ifPresent(opened -> remove(opened, note.tag()));
            }
            folder.removeFiles(note.id());
        }
        PinFolder.forget(note);
    }

    /**
     * Sets the tags of a table's pins again that somebody removed or damaged, as far as their versions are still there.
     */
    public static void repair(PinFolder folder, LanceTable table) {
        List<StoredPin> pins = folder.all().stream()
                .filter(stored -> stored.pin().find(table.name()).isPresent())
                .toList();
        if (pins.isEmpty()) {
            return;
        }
        Map<String, Long> there = Versions.tags(table);
        List<Long> versions = Versions.numbers(table);
        for (StoredPin stored : pins) {
            long version = stored.pin().find(table.name()).orElseThrow().version();
            if (!there.containsKey(stored.tag()) && versions.contains(version)) {
                repair(folder, table, stored, version);
            }
        }
    }

    /** Sets one of them again, unless the pin is dropped or another process has set it meanwhile. */
    static void repair(PinFolder folder, LanceTable table, StoredPin stored, long version) {
        Versions.dropDamagedTag(table, stored.tag());
        try {
            Versions.tag(table, stored.tag(), version);
        } catch (JoustException e) {
            // What Lance throws if it lost a race has no kind of its own.
            if (!Versions.tags(table).containsKey(stored.tag()) && folder.holds(stored.id())) {
                throw e;
            }
        }
        // A drop that took the pin's file away before now may have looked for the tag before it was there.
        if (!folder.holds(stored.id())) {
            remove(table, new PinTag(stored.id(), stored.pin().name()));
        }
    }
}
