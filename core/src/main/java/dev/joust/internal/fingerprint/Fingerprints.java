// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.fingerprint;

import dev.joust.error.NotFoundException;
import dev.joust.internal.lance.Snapshot;
import dev.joust.internal.lance.guard.LanceErrors;
import dev.joust.pin.Fingerprint;
import dev.joust.schema.Column;
import dev.joust.schema.Names;
import dev.joust.schema.TableSchema;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.function.LongConsumer;
import org.apache.arrow.vector.ipc.ArrowReader;

/** Computes fingerprints of versions. Threads: safe for use by several threads. */
public final class Fingerprints {
    private Fingerprints() {}

    /**
     * Reads columns of a version and computes their fingerprint.
     *
     * @param columns their names; all if none is named
     * @param progress hears, on the calling thread, how many rows were hashed; what it throws ends the work
     * @throws NotFoundException if there is no such column
     */
    public static Fingerprint of(Snapshot snapshot, Collection<String> columns, LongConsumer progress) {
        TableSchema schema = snapshot.tableSchema();
        List<Column> sorted = sorted(snapshot, schema, columns.isEmpty() ? schema.names() : columns);
        List<String> names = sorted.stream().map(Column::name).toList();
        try (SortedHashes rows = new SortedHashes();
                BatchHashes hashes = new BatchHashes(names)) {
            for (ReadPart part : ReadPart.of(snapshot)) {
                try (ArrowReader reader = part.read(snapshot, names)) {
                    while (reader.loadNextBatch()) {
                        hashes.add(reader.getVectorSchemaRoot(), reader, rows);
                        progress.accept(rows.rows());
                    }
                }
            }
            return new Fingerprint(HexFormat.of().formatHex(hash(sorted, rows)), rows.rows(), names);
        } catch (IOException e) {
            throw LanceErrors.translate("read table '" + snapshot.table().name() + "'", e);
        }
    }

    private static List<Column> sorted(Snapshot snapshot, TableSchema schema, Collection<String> names) {
        List<Column> columns = new ArrayList<>();
        for (String name : names.stream().distinct().toList()) {
            columns.add(schema.columns().stream()
                    .filter(column -> column.name().equals(name))
                    .findFirst()
                    .orElseThrow(() -> new NotFoundException(
                            "Cannot fingerprint table '" + snapshot.table().name() + "': "
                                    + Names.noColumn(name, schema.names()),
                            "column",
                            name,
                            Names.nearest(name, schema.names()))));
        }
        columns.sort((a, b) -> Arrays.compareUnsigned(utf8(a.name()), utf8(b.name())));
        return columns;
    }

    private static byte[] hash(List<Column> columns, SortedHashes rows) {
        RowDigest digest = new RowDigest();
        digest.put(utf8(Fingerprint.ALGORITHM + "\n"));
        digest.putLong(columns.size());
        for (Column column : columns) {
            putText(digest, column.name());
            putText(digest, column.type().toString());
        }
        rows.into(digest);
        digest.putLong(rows.rows());
        return digest.finish();
    }

    private static void putText(RowDigest digest, String text) {
        byte[] bytes = utf8(text);
        digest.putLong(bytes.length);
        digest.put(bytes);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
