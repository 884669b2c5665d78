// SPDX-License-Identifier: Apache-2.0
package dev.joust.cli;

import dev.joust.error.StorageException;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;

/**
 * Arguments that {@code ./joust} hands over in a file because they are long: the bytes of each with a zero byte behind.
 *
 * <p>ONNX Runtime crashes where the command line of the process is long.
 */
final class LongArguments {
    /** The property that names the file. */
    static final String PROPERTY = "joust.arguments";

    private LongArguments() {}

    /**
     * The arguments of the file that the properties name, which is then deleted; where they name none, those given.
     *
     * @throws StorageException if the file cannot be read
     */
    static String[] orGiven(String[] given, Properties properties) {
        String named = properties.getProperty(PROPERTY);
        if (named == null) {
            return given;
        }
        Path file = Path.of(named);
        try {
            byte[] bytes = Files.readAllBytes(file);
            Files.delete(file);
            return split(file, bytes, encoding(properties));
        } catch (IOException e) {
            throw new StorageException(
                    "Cannot read arguments '" + file + "': " + StorageException.reason(e) + "; run the command again",
                    e);
        }
    }

    private static String[] split(Path file, byte[] bytes, Charset encoding) {
        List<String> arguments = new ArrayList<>();
        int begin = 0;
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] == 0) {
                arguments.add(new String(bytes, begin, i - begin, encoding));
                begin = i + 1;
            }
        }
        if (begin < bytes.length) {
            throw new StorageException("Cannot read arguments '" + file + "': the file ends within an argument, after "
                    + bytes.length + " bytes; free some space and run the command again");
        }
        return arguments.toArray(String[]::new);
    }

    /** As the JVM decodes a command line. */
    private static Charset encoding(Properties properties) {
        return Charset.forName(properties.getProperty("sun.jnu.encoding", "UTF-8"));
    }
}
