// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.backfill.call;

import dev.joust.error.StorageException;
import dev.joust.feature.BatchUdf;
import dev.joust.feature.Computation;
import dev.joust.feature.UdfContext;
import dev.joust.internal.backfill.rows.ActiveFeature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A thread with its own instance of each function, opened when it is first needed and closed when the thread ends.
 *
 * <p>A thread whose function does not return is given up: it keeps its instances, its temporary folder and the inputs
 * that it reads until the function returns, if it ever does.
 */
final class UdfThread extends Thread {
    private static final Logger LOG = LoggerFactory.getLogger(UdfThread.class);

    private final UdfPool pool;
    private final int worker;
    private final Map<String, BatchUdf> instances = new LinkedHashMap<>();
    private final List<AutoCloseable> kept = new ArrayList<>();
    private @Nullable Path tempFolder;
    private boolean isRetired;
    private volatile @Nullable UdfCall call;
    private volatile @Nullable PendingBatch work;

    UdfThread(UdfPool pool, int worker) {
        super("joust-udf-" + worker);
        this.pool = pool;
        this.worker = worker;
        setDaemon(true);
    }

    @Override
    public void run() {
        try {
            PendingBatch next = pool.next();
            while (next != null) {
                work = next;
                next.run(this);
                work = null;
                next = isRetired ? null : pool.next();
            }
        } catch (ThreadGivenUp e) {
            LOG.info("The function of thread '{}' has returned at last", getName());
        } finally {
            instances.values().forEach(UdfThread::close);
            removeTempFolder();
            pool.ended(this, kept);
        }
    }

    UdfPool pool() {
        return pool;
    }

    /** Which of the workers it is. */
    int worker() {
        return worker;
    }

    /** The call that is being made. */
    @Nullable
    UdfCall call() {
        return call;
    }

    /** The batch that it works on. */
    @Nullable
    PendingBatch work() {
        return work;
    }

    /** Holds something until the thread ends; the pool closes it. */
    void keep(AutoCloseable resource) {
        kept.add(resource);
    }

    /** Ends the thread after the batch that it works on; another takes its place. */
    void retire() {
        isRetired = true;
    }

    /** This thread's instance of a function, once it is open. */
    @Nullable
    BatchUdf instance(String identityHash) {
        return instances.get(identityHash);
    }

    /** Opens an instance of a function, and returns why that failed, if it did. */
    @Nullable
    Throwable open(ActiveFeature feature) throws ThreadGivenUp {
        return watched(call -> {
            BatchUdf instance = ((Computation.Code) feature.function().computation())
                    .instances()
                    .get();
            try {
                instance.open(new UdfContext(
                                worker,
                                pool.workers(),
                                this::tempFolder,
                                feature.identity().settings(),
                                pool.gpu(worker))
                        .withModels(feature.identity().models()));
            } catch (Throwable e) {
                close(instance);
                throw e;
            }
            instances.put(feature.identity().hash(), instance);
        });
    }

    /** Does something under the watch of the pool, and returns what it threw, or that it took too long. */
    @Nullable
    Throwable watched(UdfCall.Body body) throws ThreadGivenUp {
        UdfCall begun = new UdfCall(pool.timeoutNanos());
        call = begun;
        Throwable failure = begun.run(body);
        boolean isLate = begun.end();
        call = null;
        if (!isLate) {
            return failure;
        }
        TimeoutException late = new TimeoutException("it took longer than " + pool.timeoutSeconds() + " s");
        if (failure != null) {
            late.initCause(failure);
        }
        return late;
    }

    private synchronized Path tempFolder() {
        Path folder = tempFolder;
        if (folder == null) {
            try {
                folder = Files.createTempDirectory("joust-udf");
            } catch (IOException e) {
                throw new StorageException("Cannot make a temporary folder: " + e + "; check java.io.tmpdir", e);
            }
            tempFolder = folder;
        }
        return folder;
    }

    private synchronized void removeTempFolder() {
        Path folder = tempFolder;
        if (folder == null) {
            return;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            List<Path> deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
            for (Path file : deepestFirst) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            LOG.warn("Could not remove temporary folder '{}': {}", folder, e.toString());
        }
    }

    private static void close(BatchUdf instance) {
        try {
            instance.close();
        } catch (RuntimeException | Error e) {
            LOG.warn("A function failed to close: {}", e.toString(), e);
        }
    }
}
