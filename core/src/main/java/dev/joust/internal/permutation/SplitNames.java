// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.permutation;

import dev.joust.error.InvalidRequestException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The splits that an SQL expression names, by number or by text. Threads: belongs to one. */
final class SplitNames {
    private static final int MOST = 10_000;

    private final String what;
    private final List<String> fixed;
    private final Map<String, Integer> byName = new HashMap<>();
    private final List<String> seen = new ArrayList<>();

    /**
     * Begins.
     *
     * @param names those that there are; empty if any can come
     */
    SplitNames(String what, List<String> names) {
        this.what = what;
        this.fixed = names;
        names.forEach(name -> byName.put(name, byName.size()));
    }

    /** The split of a number, counted from 0. */
    int of(long number) {
        if (number < 0 || number >= (fixed.isEmpty() ? MOST : fixed.size())) {
            throw new InvalidRequestException(
                    "Cannot " + what + ": the SQL of its splits gives " + number + ", and they are"
                            + " numbered from 0 to " + ((fixed.isEmpty() ? MOST : fixed.size()) - 1)
                            + "; let it give these numbers, or NULL for rows in none");
        }
        while (fixed.isEmpty() && seen.size() <= number) {
            seen.add(String.valueOf(seen.size()));
        }
        return (int) number;
    }

    /** The split of a name; one that is not among those that there are is none. */
    int of(String name) {
        Integer known = byName.get(name);
        if (known != null) {
            return known;
        } else if (!fixed.isEmpty()) {
            return AssignedRows.NONE;
        } else if (seen.size() == MOST) {
            throw new InvalidRequestException("Cannot " + what + ": the SQL of its splits gives more than " + MOST
                    + " names; let it give few, such as those of a column with 'train' and 'val'");
        }
        byName.put(name, seen.size());
        seen.add(name);
        return seen.size() - 1;
    }

    /** The names in their order, and the rows renumbered to that. */
    List<String> sorted(AssignedRows rows) {
        if (!fixed.isEmpty() || byName.isEmpty()) {
            return fixed.isEmpty() ? List.copyOf(seen) : fixed;
        }
        List<String> sorted = seen.stream().sorted().toList();
        int[] places = seen.stream().mapToInt(sorted::indexOf).toArray();
        for (int i = 0; i < rows.count(); i++) {
            if (rows.split(i) != AssignedRows.NONE) {
                rows.assign(i, places[rows.split(i)]);
            }
        }
        return sorted;
    }
}
