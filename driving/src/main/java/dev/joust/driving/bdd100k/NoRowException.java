// SPDX-License-Identifier: Apache-2.0
package dev.joust.driving.bdd100k;

import java.io.IOException;

/** Why an image cannot become a row; the message is the text of a problem. */
final class NoRowException extends IOException {
    private static final long serialVersionUID = 1L;

    NoRowException(String why) {
        super(why);
    }

    NoRowException(String why, Throwable cause) {
        super(why, cause);
    }
}
