// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.pin;

import dev.joust.error.JoustException;
import dev.joust.internal.fingerprint.Fingerprints;
import dev.joust.internal.lance.LanceTable;
import dev.joust.internal.lance.Snapshot;
import dev.joust.internal.lance.version.Versions;
import dev.joust.pin.Fingerprint;
import dev.joust.pin.PinnedTable;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads what a pin keeps, table by table. First it compares the files with what they held, because Lance may end the
 * process over a damaged one; then it reads the rows.
 */
final class Verification {
    private static final Logger LOG = LoggerFactory.getLogger(Verification.class);

    private final Function<String, Optional<LanceTable>> tables;
    private final FileSums files;
    private final LongConsumer progress;
    private long before;
    private @Nullable RuntimeException heard;

    /**
     * Begins with no table.
     *
     * @param progress hears how many rows were read; what it throws ends the work
     */
    Verification(Function<String, Optional<LanceTable>> tables, FileSums files, LongConsumer progress) {
        this.tables = tables;
        this.files = files;
        this.progress = progress;
    }

    /** What is wrong with a pinned version, in words; empty if it holds what was pinned. */
    Optional<String> problem(PinnedTable pinned) {
        try {
            return found(pinned);
        } catch (RuntimeException e) {
            if (e == heard) {
                throw e;
            }
            if (e instanceof JoustException) {
                return Optional.of("it cannot be read (" + e.getMessage() + ")");
            }
            // Damage that the files' sums did not show may lead Lance and Arrow to whatever they throw.
            LOG.warn("Version {} of table '{}' cannot be read", pinned.version(), pinned.name(), e);
            return Optional.of("version " + pinned.version() + " of '" + pinned.name()
                    + "' cannot be read, as if one of its files were damaged; the log says more");
        } finally {
            before += pinned.rows();
        }
    }

    private Optional<String> found(PinnedTable pinned) {
        Optional<LanceTable> table = tables.apply(pinned.name());
        if (table.isEmpty()) {
            return Optional.of("'" + pinned.name() + "' was dropped");
        }
        // Not Lance's own list, for which it reads every manifest.
        boolean isRemoved = table.get()
                .paths()
                .filter(paths -> !paths.manifest(pinned.version()).toFile().exists())
                .isPresent();
        if (isRemoved) {
            return Optional.of("version " + pinned.version() + " of '" + pinned.name() + "' was removed");
        }
        Optional<String> problem = files.problem(table.get(), () -> tell(0));
        if (problem.isPresent()) {
            return problem;
        }
        Versions.require(table.get(), pinned.version());
        try (Snapshot version = table.get().at(pinned.version())) {
            return difference(
                    pinned.fingerprint(),
                    Fingerprints.of(version, pinned.fingerprint().columns(), this::tell));
        }
    }

    private void tell(long rows) {
        try {
            progress.accept(before + rows);
        } catch (RuntimeException e) {
            heard = e;
            throw e;
        }
    }

    private static Optional<String> difference(Fingerprint pinned, Fingerprint now) {
        if (now.equals(pinned)) {
            return Optional.empty();
        }
        return Optional.of(
                now.rows() == pinned.rows()
                        ? "its content is not what was pinned (fingerprint " + now.value() + ")"
                        : "it has " + now.rows() + " rows, not the " + pinned.rows() + " that were pinned");
    }
}
