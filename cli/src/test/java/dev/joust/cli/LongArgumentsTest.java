// SPDX-License-Identifier: Apache-2.0
package dev.joust.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.joust.error.StorageException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LongArgumentsTest {
    private Path file;
    private final Properties properties = new Properties();

    @BeforeEach
    void nameFile(@TempDir Path folder) {
        file = folder.resolve("arguments");
        properties.setProperty(LongArguments.PROPERTY, file.toString());
        properties.setProperty("sun.jnu.encoding", "UTF-8");
    }

    @Test
    void argumentsOfFileAreReadAsTheyAreAndFileIsDeleted() throws IOException {
        Files.writeString(file, "query\0\0two\nlines\r\n\0\"quoted\" 'twice' \\n @file\0straße 北\0 \0\0");
        assertThat(LongArguments.orGiven(new String[0], properties))
                .containsExactly("query", "", "two\nlines\r\n", "\"quoted\" 'twice' \\n @file", "straße 北", " ", "");
        assertThat(file).doesNotExist();
    }

    @Test
    void bytesMeanWhatTheyMeanOnTheCommandLine() throws IOException {
        Files.write(file, "straße\0".getBytes(StandardCharsets.ISO_8859_1));
        properties.setProperty("sun.jnu.encoding", "ISO-8859-1");
        assertThat(LongArguments.orGiven(new String[0], properties)).containsExactly("straße");
    }

    @Test
    void withoutFileArgumentsAreThoseGiven() {
        assertThat(LongArguments.orGiven(new String[] {"tables", ""}, new Properties()))
                .containsExactly("tables", "");
    }

    @Test
    void missingFileIsTold() {
        assertThatThrownBy(() -> LongArguments.orGiven(new String[0], properties))
                .isInstanceOf(StorageException.class)
                .hasMessage("Cannot read arguments '" + file + "': there is no '" + file + "'; run the command again");
    }

    @Test
    void fileThatWasCutOffIsToldAndNotRun() throws IOException {
        Files.write(file, "delete\0frames\0--where\0id > 3 AND i".getBytes(UTF_8));
        assertThatThrownBy(() -> LongArguments.orGiven(new String[0], properties))
                .isInstanceOf(StorageException.class)
                .hasMessage("Cannot read arguments '" + file + "': the file ends within an argument, after 34 bytes;"
                        + " free some space and run the command again");
    }
}
