// SPDX-License-Identifier: Apache-2.0
package dev.joust.error;

/** A commit may or may not have happened; look at the newest version before trying again. */
public final class CommitStateUnknownException extends JoustException {
    /** Creates the exception with a complete sentence as its message. */
    public CommitStateUnknownException(String message) {
        super(ErrorCode.COMMIT_STATE_UNKNOWN, message, null);
    }

    /** Creates the exception with a complete sentence as its message, and what caused it. */
    public CommitStateUnknownException(String message, Throwable cause) {
        super(ErrorCode.COMMIT_STATE_UNKNOWN, message, cause);
    }
}
