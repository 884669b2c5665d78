// SPDX-License-Identifier: Apache-2.0
package dev.joust.history;

import dev.joust.schema.Key;

/**
 * A row.
 *
 * @param writer who owns it: nobody else changes it
 */
record Frame(@Key long id, int writer, int n, String text) {
    Frame withNumber(int other) {
        return new Frame(id, writer, other, text);
    }

    Frame withText(String other) {
        return new Frame(id, writer, n, other);
    }
}
