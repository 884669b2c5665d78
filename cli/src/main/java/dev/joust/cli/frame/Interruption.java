// SPDX-License-Identifier: Apache-2.0
package dev.joust.cli.frame;

import java.util.concurrent.CancellationException;

/** A command that a signal ended, with what became of its work in words. */
public final class Interruption extends CancellationException {
    private static final long serialVersionUID = 1L;

    private final String outcome;

    /**
     * Creates it.
     *
     * @param outcome what became of the work, such as {@code nothing was added}
     */
    public Interruption(String outcome, CancellationException cause) {
        super("Interrupted; " + outcome);
        this.outcome = outcome;
        initCause(cause);
    }

    /** What became of the work. */
    public String outcome() {
        return outcome;
    }
}
