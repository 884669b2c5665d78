// SPDX-License-Identifier: Apache-2.0
package dev.joust.cli.arguments;

import java.util.OptionalLong;
import picocli.CommandLine.ITypeConverter;

/**
 * A table or view, {@code riders_train}, or one version of it, {@code riders_train@5}.
 *
 * @param version empty for the newest
 */
public record TableVersion(String table, OptionalLong version) {
    /** Reads one from the command line. */
    public static final class Converter implements ITypeConverter<TableVersion> {
        @Override
        public TableVersion convert(String text) {
            // No table has an @ in its name.
            int at = text.indexOf('@');
            return at < 0
                    ? new TableVersion(text, OptionalLong.empty())
                    : new TableVersion(
                            text.substring(0, at),
                            OptionalLong.of(new VersionNumber.Converter().convert(text.substring(at + 1))));
        }
    }
}
