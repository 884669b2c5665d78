// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.backfill;

import java.util.ArrayList;
import java.util.List;

/**
 * The order in which fragments are computed: each beginning of it is spread evenly over the table, so that results that
 * are there early stand for all of it, old rows and new ones.
 *
 * <p>It is the sequence of van der Corput (1935) in base 2: the first fragment, the one in the middle, those at one and
 * three quarters, and so on.
 */
final class FragmentOrder {
    private FragmentOrder() {}

    /** Returns the same elements in that order. */
    static <T> List<T> spread(List<T> inOrder) {
        List<T> spread = new ArrayList<>(inOrder.size());
        int bits = Integer.SIZE - Integer.numberOfLeadingZeros(Math.max(0, inOrder.size() - 1));
        for (int i = 0; i < 1 << bits; i++) {
            int position = bits == 0 ? 0 : Integer.reverse(i) >>> (Integer.SIZE - bits);
            if (position < inOrder.size()) {
                spread.add(inOrder.get(position));
            }
        }
        return spread;
    }
}
