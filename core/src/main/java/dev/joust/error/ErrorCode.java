// SPDX-License-Identifier: Apache-2.0
package dev.joust.error;

/** What kind of failure it is, so that programs can branch and the command line can choose its exit code. */
public enum ErrorCode {
    /** The request is wrong: a value, a column, an expression, a name. */
    INVALID_REQUEST,
    /** What was named does not exist. */
    NOT_FOUND,
    /** What was to be created exists already. */
    ALREADY_EXISTS,
    /** Another writer was first; the same call can succeed when it is made again. */
    CONFLICT,
    /** The outcome of a commit is unknown; nothing that it wrote may be removed. */
    COMMIT_STATE_UNKNOWN,
    /** A user-defined function failed. */
    UDF,
    /** The file system or object store failed, or holds something unreadable. */
    STORAGE,
    /** A defect of Joust or of a library below it. */
    INTERNAL
}
