// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.backfill.checkpoint;

/** A checkpoint that was planned with cannot be read any more; its rows must be computed. */
public final class LostCheckpointException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final String path;

    LostCheckpointException(String path, Throwable cause) {
        super("Checkpoint '" + path + "' is gone or damaged", cause);
        this.path = path;
    }

    /** Which one. */
    public String path() {
        return path;
    }
}
