// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.pin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.joust.internal.lance.disk.Durability;
import dev.joust.pin.Fingerprint;
import dev.joust.pin.Pin;
import dev.joust.pin.PinnedTable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PinFolderTest {
    @TempDir
    Path lake;

    private PinFolder folder;

    @BeforeEach
    void aFolder() throws IOException {
        Files.createDirectories(lake.resolve("_joust/pins"));
        folder = PinFolder.of(lake, Durability.UNSYNCED);
    }

    private static StoredPin pin(String id) {
        Pin pin = new Pin(
                "model-7",
                Instant.parse("2026-01-02T03:04:05Z"),
                List.of(new PinnedTable("frames", 2, new Fingerprint("00", 1, List.of("id")), Optional.empty())));
        return new StoredPin(id, pin);
    }

    @Test
    void aPinThatIsWithdrawnIsTheOneThatTheFileSays() {
        assertThat(folder.publish(pin("0000000a"))).isTrue();
        PinNote first = folder.withdraw("model-7").orElseThrow();
        assertThat(folder.publish(pin("0000000b"))).isTrue();
        PinNote second = folder.withdraw("model-7").orElseThrow();

        assertThat(first.id()).isEqualTo("0000000a");
        assertThat(second.id()).isEqualTo("0000000b");
        assertThat(second.tables()).containsExactly("frames");
        assertThat(folder.abandoned()).containsExactlyInAnyOrder(first, second);
        assertThat(folder.withdraw("model-7")).isEmpty();
    }

    @Test
    void aNoteWithoutANumberOfItsOwnHasThatOfItsFile() {
        Path file = lake.resolve("0000000a-4711-0123456789abcdef.dropping");

        assertThat(note(file, "{\"id\":\"0000000b\",\"name\":\"m\"}").id()).isEqualTo("0000000b");
        assertThat(note(file, "{\"name\":\"m\"}").id()).isEqualTo("0000000a");
        assertThat(note(file, "{\"id\":\"../../frames\",\"name\":\"m\"}").id()).isEqualTo("0000000a");
        assertThat(note(file, "{").id()).isEqualTo("0000000a");
    }

    private static PinNote note(Path file, String content) {
        return PinNote.read(file, content.getBytes(StandardCharsets.UTF_8));
    }
}
