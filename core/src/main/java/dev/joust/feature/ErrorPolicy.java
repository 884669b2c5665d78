// SPDX-License-Identifier: Apache-2.0
package dev.joust.feature;

/** What a backfill does with a row that its function cannot compute. */
public sealed interface ErrorPolicy extends java.io.Serializable {
    /** Stops the backfill at the first failed row; what is committed stays committed. */
    record Fail() implements ErrorPolicy {}

    /** Leaves NULL in the cell, remembers it as failed, writes the error to the lake's table of errors, and goes on. */
    record Skip() implements ErrorPolicy {}

    /** Returns the policy that stops at the first failed row. */
    static ErrorPolicy fail() {
        return new Fail();
    }

    /** Returns the policy that remembers failed rows and goes on. */
    static ErrorPolicy skip() {
        return new Skip();
    }
}
