// SPDX-License-Identifier: Apache-2.0
package dev.joust.cli.frame;

/** What the help of all commands has in common. */
public final class Help {
    /** The heading above the example that each command ends with. */
    public static final String EXAMPLE = "%nExample:%n";

    private Help() {}
}
