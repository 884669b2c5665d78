// SPDX-License-Identifier: Apache-2.0
package dev.joust.driving.bdd100k;

import java.util.function.Consumer;

/** Carries problems to their listener and ends the reading where the policy says so. */
final class Reports {
    private final OnError policy;
    private final Consumer<Problem> listener;

    Reports(OnError policy, Consumer<Problem> listener) {
        this.policy = policy;
        this.listener = listener;
    }

    /** Reports a problem that costs no row. */
    void note(Problem problem) {
        listener.accept(problem);
    }

    /**
     * Reports that labels are missing, which costs no row but leaves its annotations NULL.
     *
     * @param file the label file that is not there, or the image that has no entry
     * @param why what is missing
     * @param effect what becomes of the rows if the reading goes on
     * @throws dev.joust.error.InvalidRequestException if the policy is to fail
     */
    void unlabelled(String file, String why, String effect) {
        listener.accept(new Problem(file, why + "; " + effect));
        if (policy == OnError.FAIL) {
            throw ReadErrors.unlabelled(file, why);
        }
    }

    /**
     * Reports a problem that costs a row.
     *
     * @throws dev.joust.error.InvalidRequestException if the policy is to fail
     */
    void lost(Problem problem) {
        listener.accept(problem);
        if (policy == OnError.FAIL) {
            throw ReadErrors.failed(problem);
        }
    }
}
