// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.backfill;

import dev.joust.error.StorageException;
import dev.joust.error.UdfException;
import dev.joust.feature.BatchUdf;
import dev.joust.feature.Computation;
import dev.joust.feature.UdfContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A thread with its own instance of each function, opened when it is first needed and closed when the thread ends. */
final class UdfThread extends Thread {
    private static final Logger LOG = LoggerFactory.getLogger(UdfThread.class);

    private final int worker;
    private final int workers;
    private final Map<String, BatchUdf> instances = new LinkedHashMap<>();
    private @Nullable Path tempFolder;

    UdfThread(Runnable work, int worker, int workers) {
        super(work, "joust-udf-" + worker);
        this.worker = worker;
        this.workers = workers;
        setDaemon(true);
    }

    @Override
    public void run() {
        try {
            super.run();
        } finally {
            instances.values().forEach(UdfThread::close);
            removeTempFolder();
        }
    }

    /** Returns this thread's instance of a function. */
    BatchUdf instance(ActiveFeature feature) throws InterruptedException {
        String key = feature.identity().hash();
        BatchUdf instance = instances.get(key);
        if (instance == null) {
            Computation.Code code = (Computation.Code) feature.function().computation();
            instance = code.instances().get();
            open(feature, instance);
            instances.put(key, instance);
        }
        return instance;
    }

    private void open(ActiveFeature feature, BatchUdf instance) throws InterruptedException {
        try {
            instance.open(new UdfContext(
                    worker, workers, tempFolder(), feature.identity().parameters()));
        } catch (InterruptedException e) {
            throw e;
        } catch (Exception | LinkageError e) {
            close(instance);
            throw new UdfException(
                    "Cannot compute feature '" + feature.name() + "': function " + feature.identity()
                            + " failed to open: " + e + "; see the cause",
                    feature.identity().udf(),
                    feature.name(),
                    -1,
                    1,
                    e);
        }
    }

    private Path tempFolder() {
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

    private void removeTempFolder() {
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
        } catch (RuntimeException e) {
            LOG.warn("A function failed to close: {}", e.toString(), e);
        }
    }
}
