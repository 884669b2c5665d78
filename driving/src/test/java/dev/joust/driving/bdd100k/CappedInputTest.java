// SPDX-License-Identifier: Apache-2.0
package dev.joust.driving.bdd100k;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.junit.jupiter.api.Test;

class CappedInputTest {
    @Test
    void givesAllOfAStreamThatIsAsLongAsTheLimit() throws IOException {
        try (InputStream in = new CappedInput(new ByteArrayInputStream(new byte[10]), 10)) {
            assertThat(in.readAllBytes()).hasSize(10);
            assertThat(in.read()).isEqualTo(-1);
        }
    }

    @Test
    void refusesALongerStream() throws IOException {
        try (InputStream in = new CappedInput(new ByteArrayInputStream(new byte[11]), 10)) {
            assertThatThrownBy(in::readAllBytes)
                    .isInstanceOf(IOException.class)
                    .hasMessage("it is too long: at most 10 bytes are read");
        }
    }
}
