// SPDX-License-Identifier: Apache-2.0
package dev.joust.error;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/**
 * The root of all failures that a user of Joust can meet.
 *
 * <p>Messages have one form: "Cannot &lt;verb&gt; &lt;thing&gt; '&lt;name&gt;': &lt;why, with values&gt;; &lt;what to
 * do&gt;". Calling a method wrongly (a null, a negative size) throws the JDK's own types instead.
 */
public abstract class JoustException extends RuntimeException {
    private final ErrorCode code;

    /** Creates an exception with a complete sentence as its message. */
    protected JoustException(ErrorCode code, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.code = requireNonNull(code, "code");
    }

    /** What kind of failure it is. */
    public final ErrorCode code() {
        return code;
    }

    /** Whether the same call can succeed if it is simply made again. */
    public boolean isRetryable() {
        return code == ErrorCode.CONFLICT;
    }
}
