// SPDX-License-Identifier: Apache-2.0
package dev.joust.testing;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.stream.Collectors;

/**
 * What a check of a function found.
 *
 * @param function the function, in words
 * @param findings at most one of each kind
 */
public record UdfReport(String function, List<Finding> findings) {
    /** Checks and copies. */
    public UdfReport {
        requireNonNull(function, "function");
        findings = List.copyOf(findings);
    }

    /** Whether nothing was found. */
    public boolean isOk() {
        return findings.isEmpty();
    }

    /**
     * Fails a test unless nothing was found.
     *
     * @throws AssertionError with all findings
     */
    public void orThrow() {
        if (!isOk()) {
            throw new AssertionError(toString());
        }
    }

    /** The findings, one in a line. */
    @Override
    public String toString() {
        return isOk()
                ? "Function " + function + " keeps its contract"
                : "Function " + function + " breaks its contract:\n"
                        + findings.stream().map(finding -> "- " + finding).collect(Collectors.joining("\n"));
    }
}
