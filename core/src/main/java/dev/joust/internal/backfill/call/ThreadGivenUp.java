// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.backfill.call;

/** Ends a thread whose function returned after all: its work was handed to another thread long ago. */
final class ThreadGivenUp extends Exception {
    private static final long serialVersionUID = 1;

    ThreadGivenUp() {
        super("Another thread does the work by now", null, false, false);
    }
}
