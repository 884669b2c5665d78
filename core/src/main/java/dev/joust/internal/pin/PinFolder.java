// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.pin;

import static java.util.Objects.requireNonNull;

import dev.joust.error.StorageException;
import dev.joust.internal.lance.disk.Durability;
import dev.joust.internal.lance.disk.WholeFile;
import dev.joust.schema.Names;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The files of a lake's pins, {@code <lake>/_joust/pins/<name>.json}. What is written is on the disk when a method
 * returns.
 *
 * <p>Threads: safe for use by several threads and processes.
 */
public final class PinFolder {
    private static final Logger LOG = LoggerFactory.getLogger(PinFolder.class);
    private static final String RECORD = ".json";
    private static final String PENDING = ".pending";
    private static final String DROPPING = ".dropping";
    private static final String UNFINISHED = ".tmp";
    private static final String FILES = ".files";

    private final Path folder;
    private final Durability durability;

    private PinFolder(Path folder, Durability durability) {
        this.folder = folder;
        this.durability = requireNonNull(durability, "durability");
    }

    /** Those of the lake in a folder. */
    public static PinFolder of(Path lake, Durability durability) {
        return new PinFolder(lake.resolve("_joust").resolve("pins"), durability);
    }

    /** All pins in alphabetical order; one whose file is damaged is left out, with a warning. */
    public List<StoredPin> all() {
        List<StoredPin> pins = new ArrayList<>();
        for (String name : names()) {
            Optional<byte[]> content = content(folder.resolve(name + RECORD));
            Optional<StoredPin> pin = content.flatMap(PinJson::read);
            pin.ifPresent(pins::add);
            if (content.isPresent() && pin.isEmpty()) {
                LOG.warn("Pin '{}' is not listed: its file '{}' cannot be read", name, folder.resolve(name + RECORD));
            }
        }
        return pins;
    }

    /** The names of the pins that {@link #all()} leaves out: their files are damaged, or of a later Joust. */
    private Set<String> unreadable() {
        Set<String> names = new TreeSet<>();
        for (String name : names()) {
            Optional<byte[]> content = content(folder.resolve(name + RECORD));
            if (content.isPresent() && content.flatMap(PinJson::read).isEmpty()) {
                names.add(name);
            }
        }
        return names;
    }

    /**
     * The names of the pins whose files cannot be read, and which keep versions of a table as its tags tell.
     *
     * @param tags the names of all tags of the table, as Lance stores them
     */
    public List<String> unreadable(Collection<String> tags) {
        Set<String> names = unreadable();
        names.retainAll(tags.stream()
                .flatMap(tag -> PinTag.parse(tag).stream())
                .map(PinTag::pin)
                .toList());
        return List.copyOf(names);
    }

    private List<String> names() {
        return files(RECORD).stream()
                .map(file -> file.substring(0, file.length() - RECORD.length()))
                .toList();
    }

    /**
     * One pin, if there is one of this name.
     *
     * @throws StorageException if its file is damaged
     */
    public Optional<StoredPin> find(String name) {
        Optional<byte[]> content = content(record(name));
        if (content.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(PinJson.read(content.get())
                .orElseThrow(() -> new StorageException("Cannot read pin '" + name + "': its file '" + record(name)
                        + "' is damaged, or of a later Joust; drop it with joust pin drop, and pin again")));
    }

    /** Whether there is a pin of this name, readable or not. */
    public boolean has(String name) {
        return Files.exists(record(name));
    }

    private Path record(String name) {
        return folder.resolve(Names.requireName("pin", name) + RECORD);
    }

    /** Notes that a pin is being made. */
    PinNote begin(PinTag tag, List<String> tables) {
        Path file = folder.resolve(PinNote.fileName(tag.id(), PENDING));
        try {
            Files.createDirectories(folder);
            Files.write(file, PinNote.content(tag.pin(), tables), StandardOpenOption.CREATE_NEW);
        } catch (IOException e) {
            throw cannot("write pin '" + tag.pin() + "'", e);
        }
        durability.sync(List.of(file));
        Optional.ofNullable(folder.getParent())
                .map(Path::getParent)
                .ifPresent(lake -> durability.syncFolders(List.of(lake)));
        return new PinNote(file, tag.id(), tag.pin(), tables);
    }

    /** Writes down what the files of a pin hold, before it has its name. */
    void writeFiles(PinTag tag, FileSums sums) {
        Path file = folder.resolve(tag.id() + FILES);
        try {
            Files.write(file, sums.json(), StandardOpenOption.CREATE_NEW);
        } catch (IOException e) {
            throw cannot("write pin '" + tag.pin() + "'", e);
        }
        durability.sync(List.of(file));
    }

    /** What the files of a pin held. */
    FileSums files(StoredPin pin) {
        return content(folder.resolve(pin.id() + FILES)).map(FileSums::read).orElseGet(() -> new FileSums(Map.of()));
    }

    /** Removes what was written of the files of a pin that is none. */
    void removeFiles(String id) {
        folder.resolve(id + FILES).toFile().delete();
    }

    /** Gives a pin its name, whole and at once; returns false if the name was taken meanwhile. */
    boolean publish(StoredPin pin) {
        Path file = record(pin.pin().name());
        Path whole = folder.resolve(PinNote.fileName(pin.id(), UNFINISHED));
        try {
            return WholeFile.create(file, whole, PinJson.write(pin), durability);
        } catch (IOException e) {
            throw cannot("write pin '" + pin.pin().name() + "'", e);
        }
    }

    /** Takes a pin's name away, and leaves a note of its tags; empty if there is none of that name any more. */
    Optional<PinNote> withdraw(String name) {
        // Not the number of the pin that was read before: by now another may have its name.
        Path note = folder.resolve(PinNote.fileName(PinTag.newId(), DROPPING));
        try {
            Files.move(record(name), note, StandardCopyOption.ATOMIC_MOVE);
            durability.syncFolders(List.of(folder));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw cannot("drop pin '" + name + "'", e);
        }
        // Another process may have finished it already.
        return Optional.of(PinNote.read(note, content(note).orElseGet(() -> new byte[0])));
    }

    /** Whether an attempt made a pin that is still there. */
    boolean holds(String id) {
        return all().stream().anyMatch(stored -> stored.id().equals(id));
    }

    /** Whether a note was the file of a pin, and cannot be read as one. */
    static boolean isDamaged(PinNote note) {
        Optional<byte[]> content = content(note.file());
        return content.isPresent() && content.flatMap(PinJson::read).isEmpty();
    }

    /** Forgets a note. */
    static void forget(PinNote note) {
        try {
            Files.deleteIfExists(note.file());
        } catch (IOException e) {
            throw cannot("finish pin '" + note.pin() + "'", e);
        }
    }

    /** The notes of pins that are being made. */
    List<PinNote> pending() {
        return notes(PENDING);
    }

    /**
     * The notes of drops, and those of processes that are gone or that nobody has seen for long; removes files that
     * such did not finish.
     */
    List<PinNote> abandoned() {
        files(UNFINISHED).stream()
                .map(folder::resolve)
                .filter(WholeFile::isAbandoned)
                .forEach(file -> file.toFile().delete());
        List<PinNote> notes = new ArrayList<>(notes(DROPPING));
        notes(PENDING).stream()
                .filter(note -> WholeFile.isAbandoned(note.file()))
                .forEach(notes::add);
        return notes;
    }

    private List<PinNote> notes(String ending) {
        List<PinNote> notes = new ArrayList<>();
        for (String name : files(ending)) {
            Path file = folder.resolve(name);
            content(file).ifPresent(bytes -> notes.add(PinNote.read(file, bytes)));
        }
        return notes;
    }

    private List<String> files(String ending) {
        return WholeFile.names(folder, ending);
    }

    private static Optional<byte[]> content(Path file) {
        try {
            return WholeFile.content(file);
        } catch (IOException e) {
            throw cannot("read pin file '" + file + "'", e);
        }
    }

    private static StorageException cannot(String what, IOException e) {
        return new StorageException(
                "Cannot " + what + ": " + StorageException.reason(e) + "; check the rights of the lake's folder", e);
    }
}
