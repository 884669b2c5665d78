// SPDX-License-Identifier: Apache-2.0
package dev.joust.crash;

import dev.joust.Lake;
import dev.joust.Table;
import dev.joust.feature.Feature;
import dev.joust.feature.InputType;
import dev.joust.query.Row;
import dev.joust.schema.TableSchema;
import dev.joust.schema.Types;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The table of a crash test and its two features, whose functions write down each row that they are called with. */
final class Footage {
    static final TableSchema SCHEMA = TableSchema.builder()
            .required("id", Types.INT64)
            .column("text", Types.STRING)
            .build();
    static final int CHECKPOINT_ROWS = 25;
    static final int COMMIT_FRAGMENTS = 2;

    private Footage() {}

    static List<Map<String, Object>> rows(int from, int to) {
        List<Map<String, Object>> rows = new ArrayList<>();
        for (int id = from; id < to; id++) {
            rows.add(Map.of("id", (long) id, "text", "frame ".repeat(1 + id % 4) + id));
        }
        return rows;
    }

    /** Text, NULL for some rows; others fail. */
    static Feature word(Path folder, int version, Trap trap) {
        Calls calls = new Calls(folder, "word");
        return Feature.of("word", Types.STRING)
                .version(version)
                .from("id", InputType.LONG)
                .map(id -> {
                    trap.at(Moment.CALL);
                    calls.add(id);
                    if (fails(id)) {
                        throw new IllegalStateException("no word for " + id);
                    }
                    return word(id, version);
                });
    }

    static boolean fails(long id) {
        return id % 97 == 13;
    }

    private static @Nullable String word(long id, int version) {
        return id % 31 == 5 ? null : "kind" + id % 7 + " v" + version;
    }

    static Feature size(Path folder) {
        Calls calls = new Calls(folder, "size");
        return Feature.of("size", Types.INT32)
                .version(1)
                .from("id", InputType.LONG)
                .from("text", InputType.STRING)
                .map((id, text) -> {
                    calls.add(id);
                    return text.length();
                });
    }

    /** All rows by id, as text. */
    static Map<Long, String> values(Table table) {
        Map<Long, String> values = new TreeMap<>();
        List<Row> rows = table.query().select("id", "text", "word", "size").rows();
        rows.forEach(row -> values.put(row.longValue("id"), row.toString()));
        if (values.size() != rows.size()) {
            throw new AssertionError(rows.size() + " rows, but " + values.size() + " ids");
        }
        return values;
    }

    /** All rows of each view of the lake, as text. */
    static Map<String, List<String>> views(Lake lake) {
        Map<String, List<String>> views = new TreeMap<>();
        lake.views()
                .forEach(view -> views.put(
                        view.name(),
                        view.table().query().rows().stream()
                                .map(Row::toString)
                                .sorted()
                                .toList()));
        return views;
    }

    /** A file with eight bytes for each call, by any process. */
    static final class Calls {
        private final Path file;
        private @Nullable FileChannel channel;

        Calls(Path folder, String feature) {
            this.file = file(folder, feature);
        }

        private static Path file(Path folder, String feature) {
            return folder.resolve("calls-" + feature);
        }

        synchronized void add(long id) {
            try {
                if (channel == null) {
                    channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
                }
                channel.write(ByteBuffer.allocate(Long.BYTES).putLong(id).flip());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        static long count(Path folder, String feature) {
            try {
                Path file = file(folder, feature);
                return Files.exists(file) ? Files.size(file) / Long.BYTES : 0;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        static void forget(Path folder) throws IOException {
            Files.deleteIfExists(file(folder, "word"));
            Files.deleteIfExists(file(folder, "size"));
        }
    }
}
