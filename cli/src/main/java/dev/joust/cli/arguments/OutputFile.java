// SPDX-License-Identifier: Apache-2.0
package dev.joust.cli.arguments;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A file that a command is to write, looked at before the command does its work. */
public final class OutputFile {
    private OutputFile() {}

    /**
     * Refuses a place where no file can be: a folder, or one without a folder.
     *
     * @throws IllegalArgumentException if it is such a place
     */
    public static void requirePlace(Path file) {
        Path whole = file.toAbsolutePath();
        if (Files.isDirectory(whole)) {
            throw new IllegalArgumentException(cannot(file) + "it is a folder; name a file");
        }
        Path folder = whole.getParent();
        if (folder == null || !Files.isDirectory(folder)) {
            throw new IllegalArgumentException(
                    cannot(file) + "there is no folder '" + folder + "'; create it or name another");
        }
    }

    /** Refuses also a file that is there and cannot be written, and a new one in a folder that cannot. */
    public static void requireWritable(Path file) {
        requirePlace(file);
        Path whole = file.toAbsolutePath();
        Path written = Files.exists(whole) ? whole : whole.getParent();
        if (!Files.isWritable(written)) {
            throw new IllegalArgumentException(
                    cannot(file) + "no permission for '" + written + "'; change that or name another file");
        }
    }

    /** Reads a path of the command line, of which Java forgets a separator at the end. */
    public static final class Converter implements ITypeConverter<Path> {
        @Override
        public Path convert(String value) {
            if (value.endsWith("/") || value.endsWith(File.separator)) {
                throw new TypeConversionException("'" + value + "' names a folder, because it ends in a separator");
            }
            return Path.of(value);
        }
    }

    private static String cannot(Path file) {
        return "Cannot write file '" + file + "': ";
    }
}
