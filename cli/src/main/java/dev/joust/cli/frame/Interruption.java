// SPDX-License-Identifier: Apache-2.0
package dev.joust.cli.frame;

import java.util.concurrent.CancellationException;

/** A command that was ended from outside, with what became of its work in words. */
public final class Interruption extends CancellationException {
    private static final long serialVersionUID = 1L;

    /** Creates it. */
    private Interruption(String message, CancellationException cause) {
        super(message);
        initCause(cause);
    }

    /**
     * A command that a signal ended.
     *
     * @param outcome what became of the work, such as {@code nothing was added}
     */
    public static Interruption bySignal(String outcome, CancellationException cause) {
        return new Interruption("Interrupted; " + outcome, cause);
    }

    /**
     * A command whose job was cancelled from elsewhere.
     *
     * @param outcome what became of the work
     */
    public static Interruption byRequest(String outcome, CancellationException cause) {
        return new Interruption("Cancelled; " + outcome, cause);
    }

    /** What ended it, and what became of the work. */
    String message() {
        return String.valueOf(getMessage());
    }
}
