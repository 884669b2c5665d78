// SPDX-License-Identifier: Apache-2.0
package dev.joust.cli.print;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Rows as an array of objects, written as they come. */
public final class JsonRowPrinter implements RowPrinter {
    private final JsonGenerator generator;
    private final List<String> columns;

    /** Begins the array; closing closes the generator too. */
    public JsonRowPrinter(JsonGenerator generator, List<String> columns) throws IOException {
        this.generator = generator;
        this.columns = List.copyOf(columns);
        generator.writeStartArray();
    }

    @Override
    public void add(List<? extends @Nullable Object> values) {
        try {
            generator.writeRaw('\n');
            generator.writeStartObject();
            for (int i = 0; i < columns.size(); i++) {
                generator.writeFieldName(columns.get(i));
                JsonValues.write(generator, values.get(i));
            }
            generator.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            if (!generator.isClosed()) {
                generator.writeEndArray();
                generator.writeRaw('\n');
                generator.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
