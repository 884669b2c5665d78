// SPDX-License-Identifier: Apache-2.0
package dev.joust.cli.feed;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * What the process that is fed asks for, a line each: {@code epoch NUMBER STEP} begins an epoch at a batch and ends the
 * one before, {@code free SLOT} gives a slot back. The end of its lines is the end of it.
 *
 * <p>Threads: safe for use by several.
 */
final class FeedRequests {
    private final Deque<Integer> freeSlots = new ArrayDeque<>();
    private @Nullable Epoch asked;
    private boolean closed;
    private Runnable onClose = () -> {};

    /**
     * An epoch that was asked for.
     *
     * @param number from 0
     * @param step the first batch to deliver
     */
    record Epoch(int number, long step) {}

    /** Begins with all slots free. */
    FeedRequests(int slots) {
        for (int slot = 0; slot < slots; slot++) {
            freeSlots.add(slot);
        }
    }

    /** Reads on a thread of its own until the lines end. */
    void listen(InputStream lines) {
        Thread thread = new Thread(() -> read(lines), "joust-feed-requests");
        thread.setDaemon(true);
        thread.start();
    }

    private void read(InputStream lines) {
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(lines, StandardCharsets.UTF_8))) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                accept(line.split(" ", -1));
            }
        } catch (IOException | NumberFormatException e) {
            // Whoever writes no such lines is not who was to be fed.
        } finally {
            close();
        }
    }

    private synchronized void accept(String[] words) throws IOException {
        if (words.length == 3 && words[0].equals("epoch")) {
            asked = new Epoch(Integer.parseInt(words[1]), Long.parseLong(words[2]));
        } else if (words.length == 2 && words[0].equals("free")) {
            freeSlots.add(Integer.parseInt(words[1]));
        } else {
            throw new IOException("unknown request");
        }
        notifyAll();
    }

    /** Waits for the next epoch; empty if there is none any more. */
    synchronized Optional<Epoch> nextEpoch() throws InterruptedException {
        while (asked == null && !closed) {
            wait();
        }
        Epoch epoch = asked;
        asked = null;
        return closed ? Optional.empty() : Optional.ofNullable(epoch);
    }

    /** Waits for a free slot; empty if nobody wants more of this epoch. */
    synchronized OptionalInt takeSlot() throws InterruptedException {
        while (freeSlots.isEmpty() && asked == null && !closed) {
            wait();
        }
        return asked != null || closed ? OptionalInt.empty() : OptionalInt.of(freeSlots.remove());
    }

    /** Says what stops the work of the moment when the requests end; called at once if they have. */
    void onClose(Runnable stop) {
        boolean late;
        synchronized (this) {
            onClose = stop;
            late = closed;
        }
        if (late) {
            stop.run();
        }
    }

    synchronized boolean isClosed() {
        return closed;
    }

    /** Ends all waiting and the work of the moment. */
    void close() {
        Runnable stop;
        synchronized (this) {
            closed = true;
            stop = onClose;
            notifyAll();
        }
        stop.run();
    }
}
