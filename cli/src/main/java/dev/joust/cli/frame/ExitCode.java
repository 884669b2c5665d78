// SPDX-License-Identifier: Apache-2.0
package dev.joust.cli.frame;

import dev.joust.error.ErrorCode;

/** How a command ended, as scripts see it. */
public enum ExitCode {
    /** The command did what it was asked. */
    DONE(0),
    /** The command failed for a reason that lies outside of its arguments. */
    FAILED(1),
    /** The usage or a given path, column, expression or value is wrong. */
    WRONG_INPUT(2),
    /** Something that was named does not exist. */
    NOT_FOUND(3),
    /** Another writer was first; the same command can succeed when it is run again. */
    CONFLICT(4),
    /** A signal ended the command. */
    INTERRUPTED(130);

    private final int number;

    ExitCode(int number) {
        this.number = number;
    }

    /** What the process returns. */
    public int number() {
        return number;
    }

    /** The exit code for a kind of failure. */
    public static ExitCode of(ErrorCode code) {
        return switch (code) {
            case INVALID_REQUEST, ALREADY_EXISTS -> WRONG_INPUT;
            case NOT_FOUND -> NOT_FOUND;
            case CONFLICT -> CONFLICT;
            case COMMIT_STATE_UNKNOWN, UDF, STORAGE, INTERNAL -> FAILED;
        };
    }
}
