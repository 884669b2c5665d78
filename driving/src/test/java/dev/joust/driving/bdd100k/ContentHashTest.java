// SPDX-License-Identifier: Apache-2.0
package dev.joust.driving.bdd100k;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ContentHashTest {
    private static final byte[] CHECK = "123456789".getBytes(StandardCharsets.US_ASCII);

    @Test
    void isTheChecksumOfZip() {
        // The published check value of CRC-32/ISO-HDLC.
        assertThat(ContentHash.of(CHECK)).isEqualTo(new ContentHash(9, 0xCBF43926L));
    }

    @Test
    void hashesABufferWithoutMovingIt() {
        ByteBuffer buffer =
                ByteBuffer.allocateDirect(20).put(5, CHECK).position(5).limit(14);

        assertThat(ContentHash.of(buffer)).isEqualTo(ContentHash.of(CHECK));
        assertThat(buffer.position()).isEqualTo(5);
    }

    @Test
    void refusesWhatIsNoChecksum() {
        assertThatThrownBy(() -> new ContentHash(1, -1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("crc32 must fit into 32 bits but was -1");
    }
}
