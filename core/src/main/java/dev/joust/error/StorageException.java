// SPDX-License-Identifier: Apache-2.0
package dev.joust.error;

/** The file system or object store failed, or what it holds cannot be read. */
public final class StorageException extends JoustException {
    /** Creates the exception with a complete sentence as its message. */
    public StorageException(String message) {
        super(ErrorCode.STORAGE, message, null);
    }

    /** Creates the exception with a complete sentence as its message, and what caused it. */
    public StorageException(String message, Throwable cause) {
        super(ErrorCode.STORAGE, message, cause);
    }
}
