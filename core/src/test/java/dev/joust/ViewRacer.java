// SPDX-License-Identifier: Apache-2.0
package dev.joust;

import dev.joust.view.RefreshMode;
import dev.joust.view.RefreshResult;
import java.nio.file.Path;

/**
 * Refreshes a view that another process refreshes as well, again and again, until its source has the tag {@code done}.
 */
final class ViewRacer {
    private ViewRacer() {}

    /** Arguments: folder, view. Prints how many rows it added and removed, and how often it committed. */
    public static void main(String[] arguments) {
        try (Lake lake = Joust.open(Path.of(arguments[0]))) {
            View view = lake.openView(arguments[1]);
            long added = 0;
            long removed = 0;
            long commits = 0;
            boolean isDone;
            do {
                isDone = view.source().tags().containsKey("done");
                RefreshResult result = view.refresh();
                added += result.added();
                removed += result.removed();
                commits += result.mode() == RefreshMode.NO_OP ? 0 : 1;
            } while (!isDone);
            System.out.println(added + " " + removed + " " + commits);
        }
    }
}
