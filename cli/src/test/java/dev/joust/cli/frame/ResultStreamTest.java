// SPDX-License-Identifier: Apache-2.0
package dev.joust.cli.frame;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ResultStreamTest {
    @Test
    void passesOnWhatIsWritten() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ResultStream stream = new ResultStream(bytes);

        print(stream);

        assertThat(bytes.toString(StandardCharsets.UTF_8)).isEqualTo("ä row\n");
        assertThat(stream.problem()).isEmpty();
    }

    @Test
    void remembersWhyItCouldNotBeWritten() {
        ResultStream stream = new ResultStream(failing("No space left on device"));

        print(stream);

        assertThat(stream.problem()).contains("No space left on device");
    }

    @Test
    void isContentWithAReaderThatHasSeenEnough() {
        ResultStream stream = new ResultStream(failing("Broken pipe"));

        print(stream);

        assertThat(stream.problem()).isEmpty();
    }

    private static void print(ResultStream stream) {
        PrintStream printer = new PrintStream(new BufferedOutputStream(stream), false, StandardCharsets.UTF_8);
        printer.print("ä row\n");
        printer.flush();
    }

    private static OutputStream failing(String why) {
        return new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException(why);
            }
        };
    }
}
