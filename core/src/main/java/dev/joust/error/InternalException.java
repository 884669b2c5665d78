// SPDX-License-Identifier: Apache-2.0
package dev.joust.error;

/** A defect of Joust or of a library below it; please report it with its message. */
public final class InternalException extends JoustException {
    /** Creates the exception with a complete sentence as its message. */
    public InternalException(String message) {
        super(ErrorCode.INTERNAL, message, null);
    }

    /** Creates the exception with a complete sentence as its message, and what caused it. */
    public InternalException(String message, Throwable cause) {
        super(ErrorCode.INTERNAL, message, cause);
    }
}
