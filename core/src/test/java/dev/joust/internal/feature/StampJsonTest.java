// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.feature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.joust.error.StorageException;
import dev.joust.feature.RowSet;
import dev.joust.feature.Stamp;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class StampJsonTest {
    private static final Stamp STAMP = new Stamp(
            "dhash",
            2,
            "0123abcd",
            new TreeMap<>(Map.of("image_bytes", List.of("a.lance", "b.lance"), "split", List.of())),
            "20260131-235959-042-1f3a9c",
            Instant.parse("2026-01-31T23:59:59.500Z"),
            RowSet.of(0, 1, 2, 5),
            RowSet.of(5),
            RowSet.of(7));

    private static String golden() throws IOException {
        try (InputStream in = StampJsonTest.class.getResourceAsStream("stamps-1.json")) {
            return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8).strip();
        }
    }

    @Test
    void writesTheFormatThatOlderVersionsWrote() throws Exception {
        assertThat(StampJson.write(Map.of(12, List.of(STAMP)))).isEqualTo(golden());
    }

    @Test
    void readsTheFormatThatOlderVersionsWrote() throws Exception {
        assertThat(StampJson.read("f", golden())).isEqualTo(Map.of(12, List.of(STAMP)));
    }

    @Test
    void ignoresKeysThatItDoesNotKnow() throws Exception {
        String newer = golden().replace("\"udf\":", "\"colour\":\"red\",\"udf\":");

        assertThat(StampJson.read("f", newer)).isEqualTo(Map.of(12, List.of(STAMP)));
    }

    @Test
    void refusesAnotherFormatAndDamage() {
        assertThatThrownBy(() -> StampJson.read("f.lance", "{\"format-version\":9}"))
                .isInstanceOf(StorageException.class)
                .hasMessage("Cannot read the stamps of data file 'f.lance': they are in format 9, this version reads"
                        + " format 1; use a newer Joust");
        assertThatThrownBy(() -> StampJson.read("f.lance", "{"))
                .isInstanceOf(StorageException.class)
                .hasMessage("Cannot read the stamps of data file 'f.lance': they are damaged (line 1, column 2: it ends"
                        + " in the middle of its JSON); compute the column again");
    }
}
