// SPDX-License-Identifier: Apache-2.0
package dev.joust.cli.feed;

import dev.joust.loader.Batch;
import dev.joust.loader.Loader;
import dev.joust.loader.LoaderBuilder;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CancellationException;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** Feeds another process with the epochs that it asks for, until it ends. Threads: belongs to one. */
final class Feeder {
    private final FeedRequests requests;
    private final FeedSlots slots;
    private final FeedLines lines;
    private final Supplier<LoaderBuilder> rows;
    private final LongSupplier shrunkImages;

    /**
     * Takes what it needs.
     *
     * @param rows describes the loader of the next epoch
     * @param shrunkImages how many images of the last loader were shrunk while they were decoded
     */
    Feeder(
            FeedRequests requests,
            FeedSlots slots,
            FeedLines lines,
            Supplier<LoaderBuilder> rows,
            LongSupplier shrunkImages) {
        this.requests = requests;
        this.slots = slots;
        this.lines = lines;
        this.rows = rows;
        this.shrunkImages = shrunkImages;
    }

    void run() {
        lines.ready();
        try {
            for (Optional<FeedRequests.Epoch> epoch = requests.nextEpoch();
                    epoch.isPresent();
                    epoch = requests.nextEpoch()) {
                feed(epoch.get());
            }
        } catch (CancellationException e) {
            if (!requests.isClosed()) {
                throw e;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void feed(FeedRequests.Epoch epoch) throws InterruptedException {
        LoaderBuilder builder = rows.get().epoch(epoch.number()).resumeAtStep(epoch.step());
        try (Loader<Batch> loader = builder.open()) {
            requests.onClose(loader::close);
            lines.began(epoch.number(), loader);
            while (loader.hasNext()) {
                // Slots are given away in the order of delivery, so that no later batch can hold the last one.
                try (Batch batch = loader.next()) {
                    OptionalInt slot = requests.takeSlot();
                    if (slot.isEmpty()) {
                        return;
                    }
                    lines.delivered(batch, slot.getAsInt(), slots.write(slot.getAsInt(), batch));
                }
            }
            lines.ended(loader.statistics(), shrunkImages.getAsLong());
        } finally {
            requests.onClose(() -> {});
        }
    }
}
