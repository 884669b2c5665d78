// SPDX-License-Identifier: Apache-2.0
package dev.joust.vision;

import dev.joust.error.ErrorCode;
import dev.joust.error.JoustException;

/** An image that cannot be read: broken, cut off, of another format, or larger than the limits allow. */
public final class ImageException extends JoustException {
    ImageException(String message) {
        super(ErrorCode.INVALID_REQUEST, message, null);
    }

    ImageException(String message, Throwable cause) {
        super(ErrorCode.INVALID_REQUEST, message, cause);
    }
}
