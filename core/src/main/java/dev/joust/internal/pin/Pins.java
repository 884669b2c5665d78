// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.pin;

import static java.util.Objects.requireNonNull;

import dev.joust.error.AlreadyExistsException;
import dev.joust.error.CommitConflictException;
import dev.joust.error.NotFoundException;
import dev.joust.internal.lance.LanceTable;
import dev.joust.internal.lance.version.RowFiles;
import dev.joust.internal.lance.version.Versions;
import dev.joust.pin.Pin;
import dev.joust.pin.PinCheck;
import dev.joust.pin.PinnedTable;
import dev.joust.pin.TableCheck;
import dev.joust.schema.Names;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.LongConsumer;
import java.util.stream.Collectors;

/**
 * Makes and drops pins.
 *
 * <p>Making one goes in this order: a note of the tables, the tags, the fingerprints, the file of the pin. The last of
 * these makes it count. Dropping one takes the file away first.
 *
 * <p>Threads: safe for use by several threads and processes; of two that make a pin of one name, one makes it.
 */
public final class Pins {
    private final PinFolder folder;
    private final Function<String, Optional<LanceTable>> tables;

    /**
     * Works on the pins of a lake.
     *
     * @param tables opens a table, if it is there
     */
    public Pins(PinFolder folder, Function<String, Optional<LanceTable>> tables) {
        this.folder = requireNonNull(folder, "folder");
        this.tables = requireNonNull(tables, "tables");
    }

    /**
     * Makes a pin, whole or not at all; one that keeps the same versions already is returned as it is.
     *
     * @param targets each table once; the caller closes them
     * @param progress hears how many rows of all targets were hashed; what it throws ends the work, and there is no pin
     * @throws AlreadyExistsException if the name is taken by a pin of other versions
     * @throws CommitConflictException if a version or table went away meanwhile
     */
    public StoredPin create(String name, List<PinTarget> targets, LongConsumer progress) {
        PinTags.removeLeftovers(folder, tables);
        Optional<StoredPin> same = existing(name, targets);
        if (same.isPresent()) {
            targets.forEach(target -> PinTags.repair(folder, target.table()));
            return same.get();
        }
        PinTag tag = new PinTag(PinTag.newId(), name);
        PinNote note = folder.begin(
                tag, targets.stream().map(target -> target.table().name()).toList());
        try {
            StoredPin stored = new StoredPin(tag.id(), pinned(tag, targets, progress));
            if (folder.publish(stored)) {
                requireThere(stored, targets);
                return stored;
            }
        } finally {
            PinTags.finish(folder, note, tables);
        }
        return existing(name, targets)
                .orElseThrow(() -> new CommitConflictException("Cannot pin '" + name
                        + "': another process made a pin of that name, and dropped it; try again"));
    }

    private Optional<StoredPin> existing(String name, List<PinTarget> targets) {
        Optional<StoredPin> there = folder.find(name);
        there.map(StoredPin::pin)
                .filter(pin -> !versions(pin).equals(versions(targets)))
                .ifPresent(pin -> {
                    throw new AlreadyExistsException(
                            "Cannot pin '" + name + "': a pin of that name keeps " + words(versions(pin)) + ", not "
                                    + words(versions(targets)) + "; choose another name or drop it first",
                            "pin",
                            name);
                });
        return there;
    }

    private static Map<String, Long> versions(Pin pin) {
        return pin.tables().stream()
                .collect(Collectors.toMap(PinnedTable::name, PinnedTable::version, (a, b) -> b, LinkedHashMap::new));
    }

    private static Map<String, Long> versions(List<PinTarget> targets) {
        return targets.stream()
                .collect(Collectors.toMap(
                        target -> target.table().name(),
                        target -> target.version().version(),
                        (a, b) -> b,
                        LinkedHashMap::new));
    }

    private static String words(Map<String, Long> versions) {
        return versions.entrySet().stream()
                .map(one -> "version " + one.getValue() + " of '" + one.getKey() + "'")
                .collect(Collectors.joining(", "));
    }

    private Pin pinned(PinTag tag, List<PinTarget> targets, LongConsumer progress) {
        for (PinTarget target : targets) {
            Versions.tag(target.table(), tag.toString(), target.version().version());
        }
        List<PinnedTable> pinned = new ArrayList<>();
        Map<String, List<FileSum>> files = new LinkedHashMap<>();
        long before = 0;
        for (PinTarget target : targets) {
            long done = before;
            files.put(target.table().name(), FileSums.of(target.version(), () -> progress.accept(done)));
            PinnedTable read = target.read(rows -> progress.accept(done + rows));
            before += read.rows();
            pinned.add(read);
        }
        folder.writeFiles(tag, new FileSums(files));
        return new Pin(tag.pin(), Instant.now().truncatedTo(ChronoUnit.MILLIS), pinned);
    }

    /** A table that was dropped, or a version that was cleaned up, while the tags were set, ends the pin. */
    private void requireThere(StoredPin stored, List<PinTarget> targets) {
        for (PinTarget target : targets) {
            boolean isThere = tables.apply(target.table().name())
                    .filter(table -> RowFiles.of(target.version()).stream()
                            .allMatch(file -> file.toFile().exists()))
                    .isPresent();
            if (!isThere) {
                withdraw(stored);
                throw new CommitConflictException("Cannot pin '" + stored.pin().name() + "': version "
                        + target.version().version() + " of '" + target.table().name()
                        + "' was removed by another process at the same time; try again");
            }
        }
    }

    private void withdraw(StoredPin stored) {
        // Somebody may have dropped it, and made another of its name.
        if (folder.holds(stored.id())) {
            folder.withdraw(stored.pin().name()).ifPresent(note -> PinTags.finish(folder, note, tables));
        }
    }

    /**
     * Drops a pin; its versions stay until a cleanup.
     *
     * @throws NotFoundException if there is none of this name, with the nearest names
     */
    public void drop(String name, String lake, List<String> allTables) {
        PinTags.removeLeftovers(folder, tables);
        if (!folder.has(name)) {
            throw notFound(name, lake);
        }
        PinNote note = folder.withdraw(name).orElseThrow(() -> notFound(name, lake));
        if (PinFolder.isDamaged(note)) {
            // The file is damaged: the tags are known by the name alone.
            allTables.forEach(table -> tables.apply(table).ifPresent(opened -> removeAll(opened, name)));
        }
        PinTags.finish(folder, note, tables);
    }

    private void removeAll(LanceTable table, String pin) {
        Versions.tags(table).keySet().stream()
                .flatMap(tag -> PinTag.parse(tag).stream())
                .filter(tag -> tag.pin().equals(pin))
                .forEach(tag -> {
                    PinTags.remove(table, tag);
                    folder.removeFiles(tag.id());
                });
    }

    /** One pin. */
    public StoredPin require(String name, String lake) {
        return folder.find(name).orElseThrow(() -> notFound(name, lake));
    }

    /**
     * Reads all that a pin keeps, and compares it with what was pinned.
     *
     * @param progress hears how many rows of all tables were read; what it throws ends the work
     */
    public PinCheck verify(StoredPin stored, LongConsumer progress) {
        Verification verification = new Verification(tables, folder.files(stored), progress);
        return new PinCheck(
                stored.pin(),
                stored.pin().tables().stream()
                        .map(table -> new TableCheck(table, verification.problem(table)))
                        .toList());
    }

    private NotFoundException notFound(String name, String lake) {
        return Names.notFound(
                "pin",
                name,
                "lake '" + lake + "'",
                folder.all().stream().map(stored -> stored.pin().name()).toList());
    }
}
