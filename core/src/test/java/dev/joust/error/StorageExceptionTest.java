// SPDX-License-Identifier: Apache-2.0
package dev.joust.error;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import org.junit.jupiter.api.Test;

class StorageExceptionTest {
    private static String why(byte[] json) {
        try {
            new ObjectMapper().readTree(json);
            return "";
        } catch (IOException e) {
            return StorageException.reason(e);
        }
    }

    private static String why(String json) {
        return why(json.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void saysWhereJsonIsBrokenAndHow() {
        assertThat(why("{\n \"a\": [1,")).isEqualTo("line 2, column 10: it ends in the middle of its JSON");
        assertThat(why("\"a")).isEqualTo("line 1, column 3: it ends in the middle of its JSON");
        assertThat(why("{\"a\": }")).isEqualTo("line 1, column 7: '}' is out of place in its JSON");
        assertThat(why("{\"a\" 1}")).isEqualTo("line 1, column 6: '1' is out of place in its JSON");
        assertThat(why("[1] €")).isEmpty();
        assertThat(why("[1}")).isEqualTo("line 1, column 3: '}' is out of place in its JSON");
        assertThat(why("[\"\\q\"]")).isEqualTo("line 1, column 4: Unrecognized character escape 'q'");
        assertThat(why("[nil]")).isEqualTo("line 1, column 2: 'nil' is no value of JSON");
        assertThat(why("[\"\u0001\"]"))
                .isEqualTo("line 1, column 3: the control character 1 is out of place in its JSON");
        assertThat(why("[007]")).isEqualTo("line 1, column 3: Invalid numeric value: Leading zeroes not allowed");
        assertThat(why(new byte[] {'[', '"', (byte) 0xff, '"', ']'}))
                .isEqualTo("line 1, column 4: a character is out of place in its JSON, or not in UTF-8");
        assertThat(why(new byte[] {0, 0, 0, '[', 127, 1, 1, 1})).isEqualTo("it is no text in UTF-8");
    }

    @Test
    void saysNothingOfTheParserOfJson() {
        for (String broken : new String[] {
            "{",
            "[",
            "[[",
            "{\"a\":{}",
            "\"",
            "[1e]",
            "[\"\\q\"]",
            "[\"\\ud\"]",
            "[tru]",
            "{a:1}",
            "[1}",
            "/",
            "[".repeat(2000),
            "[" + "1".repeat(1500) + "]",
            "]",
            "\u0000",
            "[\n\t'a']"
        }) {
            assertThat(why(broken))
                    .as(broken)
                    .matches("(line \\d+, column \\d+: )?.+")
                    .doesNotContain("Source", "source", "marker", "byte[", "(code", "fasterxml", "`", "\n");
        }
    }

    @Test
    void speaksOfFilesAsBefore() {
        assertThat(StorageException.reason(new NoSuchFileException("a/b"))).isEqualTo("there is no 'a/b'");
        assertThat(StorageException.reason(new IllegalArgumentException("it is no list of names")))
                .isEqualTo("it is no list of names");
    }
}
