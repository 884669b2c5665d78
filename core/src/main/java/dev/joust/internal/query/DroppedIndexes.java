// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.query;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.joust.internal.lance.LanceTable;
import dev.joust.internal.lance.Sidecars;
import dev.joust.internal.process.ProcessIdentity;
import dev.joust.internal.process.ProcessIdentity.Life;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiPredicate;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notes beside a table of the indexes that were dropped for as long as values under them change. One that outlives its
 * process says which indexes are to be built again.
 */
final class DroppedIndexes {
    private static final Logger LOG = LoggerFactory.getLogger(DroppedIndexes.class);
    private static final String FOLDER = "dropped-indexes";
    private static final ObjectMapper JSON = new ObjectMapper();

    private DroppedIndexes() {}

    /**
     * What was dropped.
     *
     * @param path where the note lies, below our own files
     * @param version a version that still has the indexes
     * @param process who left it, for people
     * @param since when
     */
    record Note(String path, long version, List<String> names, String process, Instant since) {
        Note {
            names = List.copyOf(names);
        }
    }

    /** Leaves a note before the indexes are dropped; on an object store there are none. */
    static Note leave(LanceTable table, long version, List<String> names) {
        Note note = new Note(
                FOLDER + "/" + UUID.randomUUID(),
                version,
                names,
                ProcessIdentity.current().text(),
                Instant.now());
        if (table.paths().isPresent()) {
            ObjectNode json = JSON.createObjectNode();
            json.put("process", note.process());
            json.put("since", note.since().toString());
            json.put("version", version);
            names.forEach(json.putArray("indexes")::add);
            Sidecars.write(table, note.path(), text(json).getBytes(StandardCharsets.UTF_8));
        }
        return note;
    }

    private static String text(ObjectNode json) {
        try {
            return JSON.writeValueAsString(json);
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }

    /** Removes a note. */
    static void remove(LanceTable table, Note note) {
        Sidecars.delete(table, note.path());
    }

    /** The notes of processes that are gone. */
    static List<Note> left(LanceTable table) {
        return of(
                table,
                (process, since) ->
                        process.filter(known -> known.mayBeAlive(since)).isEmpty());
    }

    /** The notes of processes of which nobody here can tell whether they run. */
    static List<Note> unseen(LanceTable table) {
        return of(
                table,
                (process, since) -> process.filter(known -> known.mayBeAlive(since))
                        .filter(known -> known.life(since) == Life.UNSEEN)
                        .isPresent());
    }

    private static List<Note> of(LanceTable table, BiPredicate<Optional<ProcessIdentity>, Instant> condition) {
        List<Note> notes = new ArrayList<>();
        table.paths()
                .map(paths -> paths.joust().resolve(FOLDER))
                .filter(Files::isDirectory)
                .ifPresent(folder -> {
                    try (Stream<Path> files = Files.list(folder)) {
                        files.filter(file -> !file.toString().endsWith(".tmp"))
                                .sorted()
                                .forEach(file -> add(file, condition, notes));
                    } catch (IOException e) {
                        LOG.warn("Could not list '{}': {}", folder, e.toString());
                    }
                });
        return notes;
    }

    private static void add(Path file, BiPredicate<Optional<ProcessIdentity>, Instant> condition, List<Note> notes) {
        try {
            JsonNode json = JSON.readTree(Files.readString(file));
            Instant since = Instant.parse(json.path("since").asText());
            String process = json.path("process").asText();
            Optional<ProcessIdentity> identity = ProcessIdentity.parse(process);
            if (condition.test(identity, since)) {
                List<String> names = new ArrayList<>();
                json.path("indexes").forEach(name -> names.add(name.asText()));
                notes.add(new Note(
                        FOLDER + "/" + file.getFileName(), json.path("version").asLong(), names, process, since));
            }
        } catch (IOException | DateTimeException e) {
            LOG.warn("Left alone note '{}': {}", file, e.toString());
        }
    }
}
