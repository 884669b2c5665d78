// SPDX-License-Identifier: Apache-2.0
package dev.joust.error;

/** Another writer committed something that this commit depends on; the same call can succeed when it is made again. */
public final class CommitConflictException extends JoustException {
    /** Creates the exception with a complete sentence as its message. */
    public CommitConflictException(String message) {
        super(ErrorCode.CONFLICT, message, null);
    }

    /** Creates the exception with a complete sentence as its message, and what caused it. */
    public CommitConflictException(String message, Throwable cause) {
        super(ErrorCode.CONFLICT, message, cause);
    }
}
