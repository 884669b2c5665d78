// SPDX-License-Identifier: Apache-2.0
package dev.joust;

import dev.joust.feature.Feature;
import dev.joust.feature.InputType;
import dev.joust.schema.Types;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.UnaryOperator;

/** Fills a column, and stops in the first row until it reads a line. */
final class HeldBackfill {
    static final String HELD = "held";

    private HeldBackfill() {}

    static Feature doubled(UnaryOperator<Long> function) {
        return Feature.of("doubled", Types.INT64)
                .version(1)
                .from("id", InputType.LONG)
                .map(function::apply);
    }

    /** Arguments: folder, table, features. Prints how many rows were computed. */
    public static void main(String[] arguments) {
        AtomicBoolean isFirst = new AtomicBoolean(true);
        CountDownLatch released = new CountDownLatch(1);
        Feature feature = doubled(id -> {
            if (isFirst.getAndSet(false)) {
                System.out.println(HELD);
                awaitLine();
                released.countDown();
            }
            await(released);
            return 2 * id;
        });
        try (Lake lake = Joust.open(Path.of(arguments[0]))) {
            lake.register(List.of(feature));
            String[] features = Arrays.copyOfRange(arguments, 2, arguments.length);
            System.out.println(
                    lake.openTable(arguments[1]).backfill(features).run().rowsComputed());
        }
    }

    private static void awaitLine() {
        try {
            if (System.in.read() < 0) {
                throw new IllegalStateException("nobody is there any more");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
