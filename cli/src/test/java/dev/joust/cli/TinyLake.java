// SPDX-License-Identifier: Apache-2.0
package dev.joust.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.joust.Joust;
import dev.joust.Lake;
import dev.joust.cli.frame.Interrupts;
import dev.joust.cli.print.FakeTerminal;
import dev.joust.schema.Vector;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A lake in a folder, with a table of frames, and command lines that run on it as they would from a shell.
 *
 * @param folder where the lake lies
 */
public record TinyLake(Path folder) {
    /** How many frames {@link #withFrames} writes. */
    public static final int FRAMES = 6;

    /** A row of the table {@code frames}. */
    @SuppressWarnings("ArrayRecordComponent")
    public record Frame(
            long id,
            String weather,
            String caption,
            @Nullable Integer people,
            byte[] image,
            @Vector(2) float[] direction) {}

    /** What a command left. */
    public record Outcome(int exitCode, String stdout, String stderr) {
        /** Standard output, which must be one JSON document. */
        public JsonNode json() {
            try {
                return JsonMapper.builder()
                        .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                        .build()
                        .readTree(stdout);
            } catch (JsonProcessingException e) {
                throw new AssertionError("stdout holds no single JSON document: " + stdout + stderr, e);
            }
        }

        /** The events of one kind on standard error, which must hold nothing but events. */
        public List<JsonNode> events(String kind) {
            List<JsonNode> events = new ArrayList<>();
            for (String line : stderr.lines().toList()) {
                try {
                    JsonNode event = JsonMapper.builder().build().readTree(line);
                    if (event.get("event").asText().equals(kind)) {
                        events.add(event);
                    }
                } catch (JsonProcessingException e) {
                    throw new AssertionError("stderr holds no event: " + line, e);
                }
            }
            return events;
        }

        /** The commits that were told, as {@code stage rows_done/rows_total version}. */
        public List<String> commits() {
            return events("commit").stream()
                    .map(event -> event.get("stage").asText() + " "
                            + event.get("rows_done").asText() + "/"
                            + event.get("rows_total").asText() + " "
                            + event.get("version").asText())
                    .toList();
        }

        /** The names of an object's fields, or of those of an array's first object. */
        public List<String> fields() {
            JsonNode node = json().isArray() ? json().get(0) : json();
            List<String> names = new ArrayList<>();
            node.fieldNames().forEachRemaining(names::add);
            return names;
        }
    }

    /** A lake with the table {@code frames}: ids 0 to 5, rainy and clear in turn. */
    public static TinyLake withFrames(Path folder) {
        TinyLake lake = new TinyLake(folder);
        try (Lake opened = Joust.open(folder)) {
            opened.createTable("frames", Frame.class);
        }
        lake.append(0, FRAMES);
        return lake;
    }

    /** Appends frames with these ids. */
    public void append(int from, int to) {
        List<Frame> rows = new ArrayList<>();
        for (int id = from; id < to; id++) {
            boolean isRainy = id % 2 == 0;
            rows.add(new Frame(
                    id,
                    isRainy ? "rainy" : "clear",
                    isRainy ? "a rainy night" : "a clear day number " + id,
                    id == 3 ? null : id,
                    new byte[1000 + id],
                    new float[] {id, 1}));
        }
        try (Lake opened = Joust.open(folder)) {
            opened.openTable("frames").append(rows);
        }
    }

    /** Runs a command line on this lake. */
    public Outcome run(String... arguments) {
        return run(new Interrupts(), arguments);
    }

    /** Runs a command line that a signal asks to end before it has begun its work. */
    public Outcome interrupted(String... arguments) {
        Interrupts interrupts = new Interrupts();
        interrupts.request();
        return run(interrupts, arguments);
    }

    private Outcome run(Interrupts interrupts, String... arguments) {
        FakeTerminal fake = FakeTerminal.plain(200);
        int exitCode =
                new CommandRunner(fake.terminal(), Map.of("JOUST_LAKE", folder.toString()), interrupts).run(arguments);
        return new Outcome(exitCode, fake.stdout(), fake.stderr());
    }

    /** Runs a command line with {@code --json}. */
    public Outcome json(String... arguments) {
        return run(Stream.concat(Arrays.stream(arguments), Stream.of("--json")).toArray(String[]::new));
    }
}
