// SPDX-License-Identifier: Apache-2.0
package dev.joust.cli.frame;

/** A command that printed its result, and could not do a part of what it was asked. */
public final class PartlyFailed extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Creates it with what is told on stderr. */
    public PartlyFailed(String message) {
        super(message);
    }
}
