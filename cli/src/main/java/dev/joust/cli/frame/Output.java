// SPDX-License-Identifier: Apache-2.0
package dev.joust.cli.frame;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.joust.cli.print.JsonRowPrinter;
import dev.joust.cli.print.RowPrinter;
import dev.joust.cli.print.Style;
import dev.joust.cli.print.Terminal;
import dev.joust.cli.print.Text;
import dev.joust.cli.print.TextRowPrinter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * A command's result on stdout, in one of two forms: text for people, or exactly one JSON document.
 *
 * <p>A command states both forms, and only the one that was asked for is made. Threads: belongs to one.
 */
public final class Output {
    private static final JsonFactory JSON = JsonMapper.builder()
            .build()
            .getFactory()
            .disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET)
            .disable(JsonGenerator.Feature.FLUSH_PASSED_TO_STREAM);

    private final Terminal terminal;
    private final boolean json;
    private final AtomicBoolean documentBegun = new AtomicBoolean();

    private Output(Terminal terminal, boolean json) {
        this.terminal = requireNonNull(terminal, "terminal");
        this.json = json;
    }

    /** Makes one that prints text. */
    public static Output text(Terminal terminal) {
        return new Output(terminal, false);
    }

    /** Makes one that prints a JSON document. */
    public static Output json(Terminal terminal) {
        return new Output(terminal, true);
    }

    /**
     * Prints an object.
     *
     * @param document fills the JSON object
     * @param text writes the same for people
     * @throws IllegalStateException if a JSON document has been printed already
     */
    public void print(Consumer<ObjectNode> document, Consumer<Text> text) {
        if (json) {
            ObjectNode node = JsonNodeFactory.instance.objectNode();
            document.accept(node);
            write(node);
        } else {
            text.accept(new Text(terminal));
        }
    }

    /** Prints an array, otherwise like {@link #print}. */
    public void printArray(Consumer<ArrayNode> document, Consumer<Text> text) {
        if (json) {
            ArrayNode node = JsonNodeFactory.instance.arrayNode();
            document.accept(node);
            write(node);
        } else {
            text.accept(new Text(terminal));
        }
    }

    /** Prints a line to people as the command goes on; with JSON, which holds one document at the end, nothing. */
    public void say(String line) {
        if (!json) {
            terminal.stdout().println(line);
            terminal.stdout().flush();
        }
    }

    /**
     * Begins rows that are printed as they come: a table, or an array of objects.
     *
     * @param columns the names in order
     * @return must be closed to complete what is printed
     */
    public RowPrinter beginRows(List<String> columns) {
        if (!json) {
            return new TextRowPrinter(terminal, columns);
        }
        beginDocument();
        try {
            return new JsonRowPrinter(generator(), columns);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** How text on stdout may be styled. */
    public Style style() {
        return json ? Style.PLAIN : terminal.stdoutStyle();
    }

    /** Prints the JSON document of a failure, unless another document has begun or text was asked for. */
    public void error(Failure failure) {
        if (json && documentBegun.compareAndSet(false, true)) {
            ObjectNode node = JsonNodeFactory.instance.objectNode();
            ObjectNode error =
                    node.putObject("error").put("code", failure.code()).put("message", failure.message());
            failure.job().ifPresent(job -> error.put("job", job).put("errors", "joust jobs errors " + job));
            writeBegun(node);
        }
    }

    private void write(JsonNode node) {
        beginDocument();
        writeBegun(node);
    }

    private void writeBegun(JsonNode node) {
        try (JsonGenerator generator = generator()) {
            generator.writeTree(node);
            generator.writeRaw('\n');
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        terminal.stdout().flush();
    }

    private void beginDocument() {
        if (!documentBegun.compareAndSet(false, true)) {
            throw new IllegalStateException("stdout already holds a JSON document");
        }
    }

    private JsonGenerator generator() throws IOException {
        return JSON.createGenerator(terminal.stdout());
    }
}
