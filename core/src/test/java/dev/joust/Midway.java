// SPDX-License-Identifier: Apache-2.0
package dev.joust;

import java.util.Iterator;
import java.util.List;

/** Rows during whose reading something else happens to the table: after the first of them. */
public final class Midway {
    private Midway() {}

    public static <T> Iterable<T> rows(List<T> rows, Runnable action) {
        return () -> new Iterator<>() {
            private int next;

            @Override
            public boolean hasNext() {
                return next < rows.size();
            }

            @Override
            public T next() {
                if (next == 1) {
                    action.run();
                }
                return rows.get(next++);
            }
        };
    }
}
