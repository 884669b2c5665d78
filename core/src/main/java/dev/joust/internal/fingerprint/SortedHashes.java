// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.fingerprint;

import dev.joust.error.StorageException;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/**
 * Hashes of rows, to be read in the order of the row ids as unsigned numbers.
 *
 * <p>At most {@value #MOST_IN_MEMORY} of them are in memory, 40 bytes each; more go to temporary files, sorted, and are
 * merged when they are read. Threads: belongs to one.
 */
final class SortedHashes implements AutoCloseable {
    static final int MOST_IN_MEMORY = 1 << 20;

    private static final int RECORD_BYTES = Long.BYTES + RowDigest.HASH_BYTES;
    private static final int FIRST_CAPACITY = 1 << 10;
    private static final int READ_BYTES = 1 << 14;

    private final int mostInMemory;
    private final List<Run> runs = new ArrayList<>();
    private long[] ids = new long[FIRST_CAPACITY];
    private byte[] hashes = new byte[FIRST_CAPACITY * RowDigest.HASH_BYTES];
    private int size;
    private boolean isSorted = true;
    private long rows;

    SortedHashes() {
        this(MOST_IN_MEMORY);
    }

    SortedHashes(int mostInMemory) {
        this.mostInMemory = mostInMemory;
    }

    /** How many came. */
    long rows() {
        return rows;
    }

    /** How many temporary files there are. */
    int files() {
        return runs.size();
    }

    void add(long id, byte[] from, int offset) {
        if (size == mostInMemory) {
            spill();
        }
        if (size == ids.length) {
            ids = Arrays.copyOf(ids, 2 * size);
            hashes = Arrays.copyOf(hashes, 2 * size * RowDigest.HASH_BYTES);
        }
        isSorted &= size == 0 || Long.compareUnsigned(ids[size - 1], id) < 0;
        ids[size] = id;
        System.arraycopy(from, offset, hashes, size * RowDigest.HASH_BYTES, RowDigest.HASH_BYTES);
        size++;
        rows++;
    }

    /** Hands the hashes over, those of lower row ids first. Nothing can be added after it. */
    void into(RowDigest digest) {
        try {
            if (runs.isEmpty()) {
                byte[] hash = new byte[RowDigest.HASH_BYTES];
                for (int place : order()) {
                    System.arraycopy(hashes, place * RowDigest.HASH_BYTES, hash, 0, hash.length);
                    digest.put(hash);
                }
            } else {
                spill();
                merge(digest);
            }
        } catch (IOException e) {
            throw cannot(e);
        }
    }

    private int[] order() {
        int[] order = new int[size];
        Arrays.setAll(order, i -> i);
        return isSorted
                ? order
                : Arrays.stream(order)
                        .boxed()
                        .sorted((a, b) -> Long.compareUnsigned(ids[a], ids[b]))
                        .mapToInt(i -> i)
                        .toArray();
    }

    private void spill() {
        try {
            Run run = Run.create();
            runs.add(run);
            run.write(order(), ids, hashes);
        } catch (IOException e) {
            throw cannot(e);
        }
        size = 0;
        isSorted = true;
    }

    private void merge(RowDigest digest) throws IOException {
        PriorityQueue<Run> next = new PriorityQueue<>(Comparator.comparing(run -> run.id, Long::compareUnsigned));
        for (Run run : runs) {
            run.rewind();
            if (run.advance()) {
                next.add(run);
            }
        }
        for (Run run = next.poll(); run != null; run = next.poll()) {
            digest.put(run.hash);
            if (run.advance()) {
                next.add(run);
            }
        }
    }

    private static StorageException cannot(IOException e) {
        return new StorageException(
                "Cannot sort the rows of a fingerprint in folder '" + System.getProperty("java.io.tmpdir") + "': "
                        + StorageException.reason(e) + "; free some space there, or name another with -Djava.io.tmpdir",
                e);
    }

    @Override
    public void close() {
        for (Run run : runs) {
            try {
                run.channel.close();
            } catch (IOException e) {
                throw cannot(e);
            }
        }
    }

    /** A temporary file of sorted hashes; it goes when it is closed. */
    private static final class Run {
        private final FileChannel channel;
        private final byte[] hash = new byte[RowDigest.HASH_BYTES];
        private DataInputStream input = new DataInputStream(DataInputStream.nullInputStream());
        private long left;
        private long id;

        private Run(FileChannel channel) {
            this.channel = channel;
        }

        static Run create() throws IOException {
            Path file = Files.createTempFile("joust-fingerprint-", ".tmp");
            return new Run(FileChannel.open(
                    file, StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.DELETE_ON_CLOSE));
        }

        void write(int[] order, long[] ids, byte[] hashes) throws IOException {
            DataOutputStream output =
                    new DataOutputStream(new BufferedOutputStream(Channels.newOutputStream(channel), 1 << 16));
            for (int place : order) {
                output.writeLong(ids[place]);
                output.write(hashes, place * RowDigest.HASH_BYTES, RowDigest.HASH_BYTES);
            }
            output.flush();
        }

        void rewind() throws IOException {
            left = channel.size() / RECORD_BYTES;
            channel.position(0);
            input = new DataInputStream(new BufferedInputStream(Channels.newInputStream(channel), READ_BYTES));
        }

        boolean advance() throws IOException {
            if (left == 0) {
                return false;
            }
            left--;
            id = input.readLong();
            input.readFully(hash);
            return true;
        }
    }
}
