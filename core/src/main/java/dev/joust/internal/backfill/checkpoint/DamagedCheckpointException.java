// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.backfill.checkpoint;

import java.nio.file.Path;

/** A file among the checkpoints that is cut off, damaged, or something else. */
final class DamagedCheckpointException extends Exception {
    private static final long serialVersionUID = 1;

    DamagedCheckpointException(Path file) {
        super("'" + file + "' is not a whole checkpoint");
    }
}
