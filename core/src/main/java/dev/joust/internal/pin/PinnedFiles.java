// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.pin;

import dev.joust.error.JoustException;
import dev.joust.internal.fingerprint.Fingerprints;
import dev.joust.internal.lance.LanceTable;
import dev.joust.internal.lance.Snapshot;
import dev.joust.internal.lance.version.MissingFiles;
import dev.joust.internal.lance.version.Versions;
import dev.joust.pin.Fingerprint;
import dev.joust.pin.PinnedTable;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.LongConsumer;

/** What a pinned version lies in, and what may be wrong with that. */
public final class PinnedFiles {
    private PinnedFiles() {}

    /**
     * Reads all of a pinned version.
     *
     * @param tables opens a table, if it is there
     * @param progress hears how many rows were read; what it throws ends the work
     * @return what is wrong, in words; empty if it holds what was pinned
     */
    public static Optional<String> verify(
            Function<String, Optional<LanceTable>> tables, PinnedTable pinned, LongConsumer progress) {
        Heard heard = new Heard(progress);
        try {
            Optional<String> problem = problem(tables, pinned);
            if (problem.isPresent()) {
                return problem;
            }
            LanceTable table = tables.apply(pinned.name()).orElseThrow();
            try (Snapshot version = Versions.open(table, pinned.version())) {
                return compare(
                        pinned.fingerprint(),
                        Fingerprints.of(version, pinned.fingerprint().columns(), heard));
            }
        } catch (RuntimeException e) {
            // A damaged file may lead Lance and Arrow to whatever they throw.
            if (e == heard.thrown) {
                throw e;
            }
            return Optional.of("it cannot be read (" + (e instanceof JoustException ? e.getMessage() : e.toString()) + ")");
        }
    }

    private static Optional<String> compare(Fingerprint pinned, Fingerprint now) {
        if (now.equals(pinned)) {
            return Optional.empty();
        }
        return Optional.of(
                now.rows() == pinned.rows()
                        ? "its content is not what was pinned (fingerprint " + now.value() + ")"
                        : "it has " + now.rows() + " rows, not the " + pinned.rows() + " that were pinned");
    }

    /** What can be seen to be wrong without reading any row: a table, version or file that is gone. */
    static Optional<String> problem(Function<String, Optional<LanceTable>> tables, PinnedTable pinned) {
        Optional<LanceTable> table = tables.apply(pinned.name());
        if (table.isEmpty()) {
            return Optional.of("'" + pinned.name() + "' was dropped");
        }
        if (!Versions.numbers(table.get()).contains(pinned.version())) {
            return Optional.of("version " + pinned.version() + " of '" + pinned.name() + "' was removed");
        }
        try (Snapshot version = Versions.open(table.get(), pinned.version())) {
            List<Path> missing = MissingFiles.of(version);
            return missing.stream()
                    .findFirst()
                    .map(file -> "file '" + file + "' is missing"
                            + (missing.size() == 1 ? "" : ", and " + (missing.size() - 1) + " more are"));
        }
    }

    /** Tells what a listener throws from what reading throws. */
    private static final class Heard implements LongConsumer {
        private final LongConsumer listener;
        private Throwable thrown = new IllegalStateException("nothing was thrown");

        Heard(LongConsumer listener) {
            this.listener = listener;
        }

        @Override
        public void accept(long rows) {
            try {
                listener.accept(rows);
            } catch (RuntimeException e) {
                thrown = e;
                throw e;
            }
        }
    }
}
