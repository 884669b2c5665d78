// SPDX-License-Identifier: Apache-2.0
package dev.joust.cli.print;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.PrintStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/** Progress as JSON lines for programs. */
final class JsonProgress implements ProgressDisplay {
    private static final JsonFactory JSON = new JsonFactory();

    private final PrintStream stderr;

    JsonProgress(PrintStream stderr) {
        this.stderr = stderr;
    }

    @Override
    public void show(ProgressSnapshot now) {
        print("progress", now, null);
    }

    @Override
    public void checkpoint(ProgressSnapshot now) {
        print("checkpoint", now, null);
    }

    @Override
    public void commit(ProgressSnapshot now, long version) {
        print("commit", now, version);
    }

    @Override
    public void end(ProgressSnapshot last) {
        print("progress", last, null);
    }

    private void print(String event, ProgressSnapshot now, @Nullable Long version) {
        StringWriter line = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(line)) {
            json.writeStartObject();
            json.writeStringField("event", event);
            json.writeStringField("stage", now.stage());
            json.writeNumberField("rows_done", now.rowsDone());
            json.writeFieldName("rows_total");
            JsonValues.write(json, now.rowsTotal().isPresent() ? now.rowsTotal().getAsLong() : null);
            json.writeNumberField("rows_per_second", tenths(now.rowsPerSecond()));
            json.writeFieldName("eta_seconds");
            JsonValues.write(
                    json, now.etaSeconds().isPresent() ? tenths(now.etaSeconds().getAsDouble()) : null);
            if (version != null) {
                json.writeNumberField("version", version);
            }
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        stderr.println(line);
        stderr.flush();
    }

    private static double tenths(double value) {
        return Math.round(value * 10) / 10.0;
    }
}
