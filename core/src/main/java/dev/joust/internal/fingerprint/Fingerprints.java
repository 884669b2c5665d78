// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.fingerprint;

import dev.joust.error.NotFoundException;
import dev.joust.internal.lance.DataFileFacts;
import dev.joust.internal.lance.FragmentFacts;
import dev.joust.internal.lance.ScanRequest;
import dev.joust.internal.lance.Snapshot;
import dev.joust.internal.lance.guard.LanceErrors;
import dev.joust.internal.lance.read.WholeBlobs;
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
    private static final int BATCH_BYTES = 16 << 20;
    private static final int MOST_ROWS = 4096;
    private static final int BATCHES_AHEAD = 2;

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
                BatchHashes hashes = new BatchHashes(names);
                ArrowReader reader = read(snapshot, names)) {
            while (reader.loadNextBatch()) {
                hashes.add(reader.getVectorSchemaRoot(), reader, rows);
                progress.accept(rows.rows());
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

    private static ArrowReader read(Snapshot snapshot, List<String> columns) {
        boolean isAll = columns.size() == snapshot.tableSchema().columns().size();
        List<String> blobs = WholeBlobs.among(snapshot, columns);
        ArrowReader rows = snapshot.scan((isAll ? ScanRequest.everything() : ScanRequest.of(columns))
                .withRowId()
                .batchRows(blobs.isEmpty() ? batchRows(snapshot) : WholeBlobs.BATCH_ROWS)
                .batchesAhead(BATCHES_AHEAD));
        if (blobs.isEmpty()) {
            return rows;
        }
        List<String> passedOn = new ArrayList<>(columns);
        passedOn.add(BatchHashes.ROW_ID);
        return WholeBlobs.of(snapshot, rows, passedOn);
    }

    /** So many rows that a batch has about {@value #BATCH_BYTES} bytes, judged by the sizes of the data files. */
    private static int batchRows(Snapshot snapshot) {
        long rows = 0;
        long bytes = 0;
        for (FragmentFacts fragment : snapshot.fragments()) {
            rows += fragment.physicalRows();
            for (DataFileFacts file : fragment.files()) {
                bytes += snapshot.table()
                        .paths()
                        .map(paths -> paths.data(file.name()).toFile().length())
                        .orElse(0L);
            }
        }
        long bytesPerRow = bytes == 0 ? BATCH_BYTES / WholeBlobs.BATCH_ROWS : Math.max(1, bytes / Math.max(1, rows));
        return (int) Math.max(1, Math.min(MOST_ROWS, BATCH_BYTES / bytesPerRow));
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
