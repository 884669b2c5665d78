// SPDX-License-Identifier: Apache-2.0
package dev.joust.vision.internal.onnx;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Models that are loaded, each once however many use it: its weights lie in memory once for all workers of a backfill.
 * A session can be run by several threads at once. One that computes with several threads of its own is not shared, as
 * those would be all that its users have together.
 *
 * <p>Threads: safe for use by several; who wants a model that is being loaded waits for it.
 */
final class SharedSessions {
    private static final AtomicLong LAST = new AtomicLong();

    private final Map<Key, Shared> open = new HashMap<>();

    /** The number tells apart those that are not shared. */
    private record Key(String sha256, Device device, long number) {}

    /** Loads a model. */
    @FunctionalInterface
    interface Load {
        OrtSession load() throws OrtException;
    }

    private static final class Shared {
        private int users;
        private @Nullable OrtSession session;

        synchronized OrtSession session(Load load) throws OrtException {
            OrtSession loaded = session == null ? load.load() : session;
            session = loaded;
            return loaded;
        }

        synchronized void close() throws OrtException {
            if (session != null) {
                session.close();
            }
        }
    }

    /** A model for one of its users, who closes it; closing twice is harmless. */
    final class Lease implements AutoCloseable {
        private final Key key;
        private final Shared shared;
        private final OrtSession session;
        private boolean isClosed;

        private Lease(Key key, Shared shared, OrtSession session) {
            this.key = key;
            this.shared = shared;
            this.session = session;
        }

        OrtSession session() {
            return session;
        }

        @Override
        public synchronized void close() throws OrtException {
            if (!isClosed) {
                isClosed = true;
                release(key, shared);
            }
        }
    }

    /** Returns the model of this content on this device, loaded if nobody has it. */
    Lease lease(String sha256, Device device, Load load) throws OrtException {
        Key key = new Key(sha256, device, device.threads() == 1 ? 0 : LAST.incrementAndGet());
        Shared shared;
        synchronized (open) {
            shared = open.computeIfAbsent(key, absent -> new Shared());
            shared.users++;
        }
        try {
            return new Lease(key, shared, shared.session(load));
        } catch (OrtException | RuntimeException | Error e) {
            release(key, shared);
            throw e;
        }
    }

    private void release(Key key, Shared shared) throws OrtException {
        synchronized (open) {
            shared.users--;
            if (shared.users > 0) {
                return;
            }
            open.remove(key);
        }
        shared.close();
    }

    /** How many models are loaded. */
    int count() {
        synchronized (open) {
            return open.size();
        }
    }
}
