// SPDX-License-Identifier: Apache-2.0
package dev.joust.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;

/** LanceDB's client in a process of Node, which answers one line of JSON with another. */
final class PeerProcess implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int PROBES = 20;

    /** In how many parts of the index it looks under a filter. */
    enum Filtered {
        /** As Joust, in all of them. */
        AS_JOUST(Integer.MAX_VALUE),
        /** LanceDB's own default. */
        BY_DEFAULT(PROBES);

        private final int probes;

        Filtered(int probes) {
            this.probes = probes;
        }
    }

    private final Process process;
    private final BufferedReader answers;
    private final BufferedWriter questions;
    private final OptionalInt refine;
    private final Filtered filtered;

    private PeerProcess(Process process, OptionalInt refine, Filtered filtered) {
        this.process = process;
        this.answers = process.inputReader();
        this.questions = process.outputWriter();
        this.refine = refine;
        this.filtered = filtered;
    }

    /**
     * Starts it on the newest version of {@link SearchTable}.
     *
     * @param refine how many times the limit of candidates is compared exactly
     */
    static PeerProcess start(String script, Path lake, OptionalInt refine, Filtered filtered) throws IOException {
        Process process = new ProcessBuilder("node", script, lake.toString(), SearchTable.NAME)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        return new PeerProcess(process, refine, filtered);
    }

    Duel.Answer ask(Question question) throws IOException {
        questions.write(JSON.writeValueAsString(line(question)));
        questions.newLine();
        questions.flush();
        String line = answers.readLine();
        if (line == null) {
            throw new IOException("LanceDB's client ended; what it says stands above");
        }
        JsonNode answer = JSON.readTree(line);
        List<Long> ids = new ArrayList<>();
        answer.path("ids").forEach(id -> ids.add(id.asLong()));
        return new Duel.Answer(ids, answer.path("nanos").asLong());
    }

    private ObjectNode line(Question question) {
        ObjectNode line = JSON.createObjectNode().put("limit", ClusteredVectors.WANTED);
        if (question.vector().isPresent()) {
            line.set("vector", JSON.valueToTree(question.vector().get()));
            line.put("probes", question.isFiltered() ? filtered.probes : PROBES);
            refine.ifPresent(times -> line.put("refine", times));
        } else {
            line.put("words", question.words());
        }
        return question.isFiltered() ? line.put("filter", SearchTable.FILTER) : line;
    }

    @Override
    public void close() throws IOException {
        questions.close();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroy();
            }
        } catch (InterruptedException e) {
            process.destroy();
            Thread.currentThread().interrupt();
        }
    }
}
