// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.lance.version;

import java.util.Locale;

/** What people call Lance's operations, for versions whose maker left no word of its own. */
final class OperationWords {
    private OperationWords() {}

    /** The words for an operation, such as {@code compact} for {@code Rewrite}. */
    static String of(String operation) {
        return switch (operation) {
            case "Overwrite" -> "create";
            case "CreateIndex" -> "index";
            case "ReserveFragments" -> "begin compact";
            case "Merge" -> "add columns";
            case "Project" -> "change columns";
            case "Rewrite" -> "compact";
            case "UpdateConfig" -> "configure";
            default -> operation.replaceAll("(?<=[a-z])(?=[A-Z])", " ").toLowerCase(Locale.ROOT);
        };
    }
}
