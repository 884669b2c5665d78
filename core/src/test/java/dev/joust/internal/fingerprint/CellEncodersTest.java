// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.fingerprint;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.joust.error.InvalidRequestException;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.ViewVarCharVector;
import org.apache.arrow.vector.dictionary.DictionaryProvider;
import org.junit.jupiter.api.Test;

class CellEncodersTest {
    @Test
    void saysThatATypeThatJoustDoesNotInterpretKeepsATableFromBeingPinned() {
        try (BufferAllocator allocator = new RootAllocator();
                ViewVarCharVector texts = new ViewVarCharVector("text", allocator)) {
            assertThatThrownBy(() -> CellEncoders.of(texts, new DictionaryProvider.MapDictionaryProvider()))
                    .isInstanceOf(InvalidRequestException.class)
                    .hasMessage("Cannot fingerprint column 'text': its type Utf8View is one that Joust does not"
                            + " interpret; name other columns. A pin takes all of them: drop this one before you pin"
                            + " the table, which cannot be pinned with it");
        }
    }
}
