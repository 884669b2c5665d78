// SPDX-License-Identifier: Apache-2.0
package dev.joust.cli.arguments;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** The number of a version of a table. */
public final class VersionNumber {
    private VersionNumber() {}

    /** Reads one from the command line. */
    public static final class Converter implements ITypeConverter<Long> {
        @Override
        public Long convert(String text) {
            try {
                long version = Long.parseLong(text);
                if (version >= 1) {
                    return version;
                }
            } catch (NumberFormatException e) {
                // Told below.
            }
            throw new TypeConversionException("'" + text + "' is not a version, a whole number from 1");
        }
    }
}
