// SPDX-License-Identifier: Apache-2.0
package dev.joust.cli.arguments;

/** The name of a table or view that a command may create. */
public final class NewName {
    private NewName() {}

    /**
     * Refuses a name that {@code joust tables} would not show.
     *
     * @param kind table or view
     */
    public static void require(String kind, String name) {
        if (name.startsWith("_")) {
            throw new IllegalArgumentException("Cannot create " + kind + " '" + name
                    + "': names that start with '_' are those of Joust's own tables; choose another name");
        }
    }
}
