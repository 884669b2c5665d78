// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.pin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.joust.error.StorageException;
import dev.joust.pin.Fingerprint;
import dev.joust.pin.PinnedTable;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PinVerificationTest {
    private static final PinnedTable PINNED =
            new PinnedTable("frames", 2, new Fingerprint("00", 1, List.of("id")), Optional.empty());

    @Test
    void saysInPlainWordsThatATableCannotBeRead() {
        assertThat(problem(new StorageException("Cannot read table 'frames': no permission; check its rights")))
                .contains("it cannot be read (Cannot read table 'frames': no permission; check its rights)");
        assertThat(problem(new ArrayIndexOutOfBoundsException("Index 9 out of bounds for length 3")))
                .contains("version 2 of 'frames' cannot be read, as if one of its files were damaged; the log says"
                        + " more");
    }

    private static Optional<String> problem(RuntimeException thrown) {
        Verification verification = new Verification(
                table -> {
                    throw thrown;
                },
                new FileSums(Map.of()),
                rows -> {});
        return verification.problem(PINNED);
    }
}
