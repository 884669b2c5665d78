// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.lance;

import java.util.concurrent.atomic.AtomicInteger;
import org.lance.Dataset;

/** A native handle at one version that is closed when its last user is done with it. */
final class SharedDataset {
    private final Dataset dataset;
    private final long version;
    private final AtomicInteger users = new AtomicInteger(1);

    SharedDataset(Dataset dataset) {
        this.dataset = dataset;
        this.version = dataset.version();
    }

    Dataset dataset() {
        return dataset;
    }

    long version() {
        return version;
    }

    SharedDataset retain() {
        int before = users.getAndUpdate(n -> n == 0 ? 0 : n + 1);
        if (before == 0) {
            throw new IllegalStateException("The handle of version " + version + " is closed");
        }
        return this;
    }

    void release() {
        if (users.decrementAndGet() == 0) {
            dataset.close();
        }
    }
}
