// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.backfill;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.joust.backfill.BackfillRequest;
import dev.joust.internal.backfill.checkpoint.Keys;
import dev.joust.internal.backfill.rows.ActiveFeature;
import dev.joust.internal.lance.LanceTable;
import dev.joust.internal.lance.Sidecars;
import dev.joust.internal.process.ProcessIdentity;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A note beside the table that a recomputation runs, which goes away when it ends, however it ends.
 *
 * <p>Where a note is left and its process is gone, the recomputation was killed. The same request then goes on with it:
 * it takes over what that job committed and kept in checkpoints. All other recomputations begin anew, because what was
 * computed before they were asked for is what they are to replace. A note counts for a week.
 */
public final class OpenRecompute implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(OpenRecompute.class);
    private static final String FOLDER = "recomputes";
    private static final Duration COUNTS_FOR = Duration.ofDays(7);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final LanceTable table;
    private final Set<String> continued = new TreeSet<>();
    private final List<Path> notes = new ArrayList<>();

    private OpenRecompute(LanceTable table) {
        this.table = table;
    }

    /** For a backfill that is no recomputation. */
    static OpenRecompute none(LanceTable table) {
        return new OpenRecompute(table);
    }

    /** Leaves a note, and takes over those of the same request that was killed. */
    static OpenRecompute begin(LanceTable table, BackfillRequest request, List<ActiveFeature> features, Note note) {
        OpenRecompute open = new OpenRecompute(table);
        if (table.paths().isEmpty()) {
            return open;
        }
        List<String> what = new ArrayList<>(List.of(Objects.requireNonNullElse(request.where(), "")));
        features.stream()
                .map(feature -> feature.name() + " " + feature.identity().hash())
                .sorted()
                .forEach(what::add);
        String key = Keys.of(what);
        Path folder = table.paths().orElseThrow().joust().resolve(FOLDER);
        for (Path left : list(folder)) {
            open.takeOver(left, key);
        }
        Sidecars.write(table, FOLDER + "/" + note.job(), open.text(key, note));
        open.notes.add(folder.resolve(note.job()));
        return open;
    }

    /** Who leaves a note. */
    record Note(String job, Instant started) {}

    private static List<Path> list(Path folder) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        } catch (IOException e) {
            LOG.warn("Could not list '{}': {}", folder, e.toString());
            return List.of();
        }
    }

    /** Whether a recomputation runs, or was killed and can be gone on with: then checkpoints of fresh rows count. */
    public static boolean isAny(LanceTable table) {
        return table.paths().stream()
                .flatMap(paths -> list(paths.joust().resolve(FOLDER)).stream())
                .anyMatch(OpenRecompute::isYoung);
    }

    private static boolean isYoung(Path note) {
        try {
            Instant written = Files.getLastModifiedTime(note).toInstant();
            return written.isAfter(Instant.now().minus(COUNTS_FOR));
        } catch (IOException e) {
            LOG.debug("Note '{}' is gone: {}", note, e.toString());
            return false;
        }
    }

    private void takeOver(Path left, String key) {
        try {
            JsonNode json = JSON.readTree(Files.readString(left));
            Instant started = Instant.parse(json.path("started").asText());
            boolean isOver = ProcessIdentity.parse(json.path("process").asText())
                    .filter(process -> process.mayBeAlive(started))
                    .isEmpty();
            if (isOver && started.isBefore(Instant.now().minus(COUNTS_FOR))) {
                notes.add(left);
            } else if (isOver && json.path("key").asText().equals(key)) {
                json.path("jobs").forEach(job -> continued.add(job.asText()));
                notes.add(left);
            }
        } catch (IOException | DateTimeException e) {
            LOG.warn("Left alone note '{}': {}", left, e.toString());
        }
    }

    private byte[] text(String key, Note note) {
        ObjectNode json = JSON.createObjectNode();
        json.put("key", key);
        json.put("process", ProcessIdentity.current().text());
        json.put("started", note.started().toString());
        ArrayNode jobs = json.putArray("jobs");
        continued.forEach(jobs::add);
        jobs.add(note.job());
        try {
            return JSON.writeValueAsString(json).getBytes(StandardCharsets.UTF_8);
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }

    /** The jobs that this one goes on with. */
    Set<String> continued() {
        return continued;
    }

    /** Removes the note, and those that were taken over. */
    @Override
    public void close() {
        for (Path note : notes) {
            try {
                Files.deleteIfExists(note);
            } catch (IOException e) {
                LOG.warn("Could not remove note '{}' of table '{}': {}", note, table.name(), e.toString());
            }
        }
    }
}
