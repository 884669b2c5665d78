// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.diff;

import dev.joust.internal.lance.FragmentFacts;
import dev.joust.schema.Column;
import java.util.List;

/**
 * One column that two versions have.
 *
 * @param before the column in the older version
 * @param after the column in the newer version
 * @param idsBefore its field ids in the older version, nested ones too
 * @param idsAfter its field ids in the newer version
 */
record ColumnPair(Column before, Column after, List<Integer> idsBefore, List<Integer> idsAfter) {
    ColumnPair {
        idsBefore = List.copyOf(idsBefore);
        idsAfter = List.copyOf(idsAfter);
    }

    /** Whether values can be compared. */
    boolean isComparable() {
        return before.type().equals(after.type());
    }

    boolean isRenamed() {
        return !before.name().equals(after.name());
    }

    /** Whether the same files hold its values in a fragment of the older and one of the newer version. */
    boolean hasSameFiles(FragmentFacts older, FragmentFacts newer) {
        return older.filesOf(idsBefore).equals(newer.filesOf(idsAfter));
    }
}
