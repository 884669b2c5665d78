// SPDX-License-Identifier: Apache-2.0
package dev.joust.error;

import com.fasterxml.jackson.core.JacksonException;
import java.io.CharConversionException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.Locale;

/** The file system or object store failed, or what it holds cannot be read. */
public final class StorageException extends JoustException {
    /** Creates the exception with a complete sentence as its message. */
    public StorageException(String message) {
        super(ErrorCode.STORAGE, message, null);
    }

    /**
     * Says in words why a file could not be read or written, for messages: {@code no permission for 'a/b'}, or
     * {@code line 1, column 7: '}' is out of place in its JSON}.
     *
     * @param e what the file system threw, or whatever reads what is in the file
     */
    public static String reason(Exception e) {
        if (e instanceof JacksonException json) {
            return JsonReason.of(json);
        } else if (e instanceof CharConversionException) {
            return JsonReason.NO_TEXT;
        }
        if (e instanceof FileSystemException about && about.getFile() != null) {
            String file = "'" + about.getFile() + "'";
            if (e instanceof AccessDeniedException) {
                return "no permission for " + file;
            } else if (e instanceof NoSuchFileException) {
                return "there is no " + file;
            } else if (e instanceof FileAlreadyExistsException || e instanceof NotDirectoryException) {
                return file + " is in the way";
            }
            String reason = about.getReason();
            if (reason != null) {
                return file + " cannot be used (" + reason.toLowerCase(Locale.ROOT) + ")";
            }
        }
        return e.getMessage() == null ? e.toString() : e.getMessage();
    }

    /** Creates the exception with a complete sentence as its message, and what caused it. */
    public StorageException(String message, Throwable cause) {
        super(ErrorCode.STORAGE, message, cause);
    }
}
