// SPDX-License-Identifier: Apache-2.0
package dev.joust.cli.arguments;

import dev.joust.Lake;
import dev.joust.Table;
import org.jspecify.annotations.Nullable;

/** A table that is named, or a branch of it. */
public final class BranchName {
    private BranchName() {}

    /**
     * Opens it.
     *
     * @param branch null for the table itself
     */
    public static Table open(Lake lake, String table, @Nullable String branch) {
        Table opened = lake.openTable(table);
        return branch == null ? opened : opened.branch(branch);
    }
}
