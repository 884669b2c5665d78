// SPDX-License-Identifier: Apache-2.0
package dev.joust.view;

import java.util.List;

/**
 * What a refresh did.
 *
 * @param view the view's name
 * @param mode how it was done
 * @param why why in this mode, in words
 * @param rowsBefore the view's rows before it
 * @param rowsAfter the view's rows after it
 * @param added rows that came in
 * @param removed rows that went out
 * @param replaced rows that stayed with other values
 * @param version the view's version that shows it
 * @param sourceVersion the source's version that the view is at now
 * @param fragmentsRead the fragments of the source that were read
 */
public record RefreshResult(
        String view,
        RefreshMode mode,
        String why,
        long rowsBefore,
        long rowsAfter,
        long added,
        long removed,
        long replaced,
        long version,
        long sourceVersion,
        List<Integer> fragmentsRead) {
    /** Copies the list. */
    public RefreshResult {
        fragmentsRead = List.copyOf(fragmentsRead);
    }

    /** One line such as {@code [riders_train] 3590 -> 3705 rows (+115) version 2}. */
    @Override
    public String toString() {
        StringBuilder text =
                new StringBuilder("[" + view + "] " + rowsBefore + " -> " + rowsAfter + " rows (+" + added);
        if (removed > 0) {
            text.append(" -").append(removed);
        }
        if (replaced > 0) {
            text.append(", ").append(replaced).append(" replaced");
        }
        return text.append(") version ").append(version).toString();
    }
}
