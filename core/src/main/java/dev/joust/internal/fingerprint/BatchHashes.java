// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.fingerprint;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.arrow.vector.UInt8Vector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.dictionary.DictionaryProvider;

/** Hashes the rows of one batch after the other, on all cores. Threads: belongs to one, and has some of its own. */
final class BatchHashes implements AutoCloseable {
    static final String ROW_ID = "_rowid";

    private final List<String> columns;
    private final List<RowDigest> digests = new ArrayList<>();
    private final ExecutorService threads;
    private byte[] hashes = new byte[0];

    BatchHashes(List<String> columns) {
        this.columns = List.copyOf(columns);
        int cores = Runtime.getRuntime().availableProcessors();
        for (int i = 0; i < cores; i++) {
            digests.add(new RowDigest());
        }
        this.threads = Executors.newFixedThreadPool(cores, task -> {
            Thread thread = new Thread(task, "joust-fingerprint");
            thread.setDaemon(true);
            return thread;
        });
    }

    /** Hashes every row of a batch and hands the hashes on, in the order of the batch. */
    void add(VectorSchemaRoot batch, DictionaryProvider dictionaries, SortedHashes into) {
        int rows = batch.getRowCount();
        UInt8Vector ids = (UInt8Vector) batch.getVector(ROW_ID);
        List<CellEncoder> cells = new ArrayList<>();
        for (String column : columns) {
            cells.add(CellEncoders.of(batch.getVector(column), dictionaries));
        }
        if (hashes.length < rows * RowDigest.HASH_BYTES) {
            hashes = new byte[rows * RowDigest.HASH_BYTES];
        }
        List<CompletableFuture<Void>> parts = new ArrayList<>();
        for (int part = 0; part < digests.size(); part++) {
            RowDigest digest = digests.get(part);
            int from = (int) ((long) rows * part / digests.size());
            int to = (int) ((long) rows * (part + 1) / digests.size());
            parts.add(CompletableFuture.runAsync(() -> hash(ids, cells, from, to, digest), threads));
        }
        await(parts);
        for (int row = 0; row < rows; row++) {
            into.add(ids.get(row), hashes, row * RowDigest.HASH_BYTES);
        }
    }

    private void hash(UInt8Vector ids, List<CellEncoder> cells, int from, int to, RowDigest digest) {
        for (int row = from; row < to; row++) {
            digest.putLong(ids.get(row));
            for (CellEncoder cell : cells) {
                cell.cell(row, digest);
            }
            digest.finish(hashes, row * RowDigest.HASH_BYTES);
        }
    }

    /** The batch must not be given back before the last of them is done with it. */
    private static void await(List<CompletableFuture<Void>> parts) {
        try {
            CompletableFuture.allOf(parts.toArray(CompletableFuture[]::new)).join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException problem ? problem : e;
        }
    }

    @Override
    public void close() {
        threads.shutdown();
    }
}
