// SPDX-License-Identifier: Apache-2.0
package dev.joust.error;

/** A value, record or batch does not fit the schema of the table that it was meant for. */
public final class SchemaMismatchException extends JoustException {
    /** Creates the exception with a complete sentence as its message. */
    public SchemaMismatchException(String message) {
        super(ErrorCode.INVALID_REQUEST, message, null);
    }

    /** Creates the exception with a complete sentence as its message, and what caused it. */
    public SchemaMismatchException(String message, Throwable cause) {
        super(ErrorCode.INVALID_REQUEST, message, cause);
    }
}
