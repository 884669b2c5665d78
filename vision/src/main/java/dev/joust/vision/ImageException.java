// SPDX-License-Identifier: Apache-2.0
package dev.joust.vision;

import static java.util.Objects.requireNonNull;

import dev.joust.error.ErrorCode;
import dev.joust.error.JoustException;
import org.jspecify.annotations.Nullable;

/**
 * An image that cannot be read: broken, cut off, of another format, or larger than the limits allow.
 *
 * <p>The image came as bytes and has no name here; whoever knows its name can put {@link #reason()} behind it.
 */
public final class ImageException extends JoustException {
    private final String reason;

    ImageException(String verb, String reason, String advice) {
        this(verb, reason, advice, null);
    }

    ImageException(String verb, String reason, String advice, @Nullable Throwable cause) {
        super(ErrorCode.INVALID_REQUEST, "Cannot " + verb + " image: " + reason + "; " + advice, cause);
        this.reason = requireNonNull(reason, "reason");
    }

    /** Why it cannot be read, such as {@code the JPEG ends before a frame header}: the middle part of the message. */
    public String reason() {
        return reason;
    }
}
