// SPDX-License-Identifier: Apache-2.0
package dev.joust.error;

/** The request cannot be carried out on this table: a column, expression, name or value does not fit. */
public final class InvalidRequestException extends JoustException {
    /** Creates the exception with a complete sentence as its message. */
    public InvalidRequestException(String message) {
        super(ErrorCode.INVALID_REQUEST, message, null);
    }

    /** Creates the exception with a complete sentence as its message, and what caused it. */
    public InvalidRequestException(String message, Throwable cause) {
        super(ErrorCode.INVALID_REQUEST, message, cause);
    }
}
