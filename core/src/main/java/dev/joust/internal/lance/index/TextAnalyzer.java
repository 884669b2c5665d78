// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.lance.index;

import dev.joust.index.FullTextIndex;
import dev.joust.index.FullTextIndex.Tokenizer;
import dev.joust.index.Index;
import dev.joust.internal.lance.LanceStore;
import dev.joust.internal.lance.guard.LanceErrors;
import dev.joust.internal.lance.read.BorrowedBatch;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.arrow.c.ArrowArrayStream;
import org.apache.arrow.c.Data;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.lance.Dataset;
import org.lance.WriteParams;
import org.lance.index.IndexOptions;
import org.lance.ipc.FullTextQuery;
import org.lance.ipc.LanceScanner;
import org.lance.ipc.ScanOptions;

/**
 * How a full text index cuts text into words, and which words it has not, whatever the text: stop words, words that are
 * too long, and those that are shorter than the pieces of an index of pieces.
 *
 * @param settings those of the index
 */
public record TextAnalyzer(LanceStore store, FullTextIndex settings) {
    private static final String COLUMN = "word";

    private record Question(FullTextIndex settings, String word) {}

    Tokenizer tokenizer() {
        return settings.tokenizer();
    }

    /** The words of a query as they stand in it, each once. */
    List<String> words(String query) {
        return switch (tokenizer()) {
            case RAW -> List.of(query);
            case WHITESPACE -> split(query, "\\s+");
            case SIMPLE, NGRAM -> split(query, "[^\\p{IsAlphabetic}\\p{N}]+");
        };
    }

    private static List<String> split(String text, String between) {
        return Arrays.stream(text.strip().split(between))
                .filter(word -> !word.isEmpty())
                .distinct()
                .toList();
    }

    /** Whether the index has a word in no text. */
    boolean leavesOut(String word) {
        return mayLeaveOut(word)
                && store.remembered(Boolean.class, new Question(ofColumn(COLUMN), word), () -> !isIndexed(word));
    }

    private boolean mayLeaveOut(String word) {
        boolean isTooLong = word.getBytes(StandardCharsets.UTF_8).length >= settings.maxTokenLength();
        boolean isTooShort = tokenizer() == Tokenizer.NGRAM
                && word.codePointCount(0, word.length()) < settings.pieces().min();
        return settings.words().withoutStopWords() || isTooLong || isTooShort;
    }

    private FullTextIndex ofColumn(String column) {
        return new FullTextIndex(
                column,
                Optional.empty(),
                false,
                settings.tokenizer(),
                settings.language(),
                settings.maxTokenLength(),
                settings.words(),
                settings.pieces(),
                settings.stopWords());
    }

    /** Lance alone knows its stop words: it indexes the word, and is asked for it. */
    // LanceScanner.close() declares Exception, which javac suspects of hiding an interrupt.
    @SuppressWarnings("try")
    private boolean isIndexed(String word) {
        Index index = ofColumn(COLUMN);
        return LanceErrors.call("find out how an index cuts '" + word + "'", () -> {
            try (Dataset text = texts(word)) {
                text.createIndex(
                        IndexOptions.builder(List.of(COLUMN), IndexSettings.type(index), IndexSettings.params(index))
                                .build());
                ScanOptions options = new ScanOptions.Builder()
                        .columns(List.of(COLUMN))
                        .fullTextQuery(
                                FullTextQuery.match(word, COLUMN, 1f, Optional.of(0), 1, FullTextQuery.Operator.OR, 0))
                        .build();
                try (LanceScanner scanner = text.newScan(options);
                        ArrowReader found = scanner.scanBatches()) {
                    return found.loadNextBatch() && found.getVectorSchemaRoot().getRowCount() > 0;
                }
            }
        });
    }

    private Dataset texts(String word) {
        try (VarCharVector words = new VarCharVector(COLUMN, store.allocator());
                ArrowArrayStream stream = ArrowArrayStream.allocateNew(store.allocator())) {
            words.setSafe(0, word.getBytes(StandardCharsets.UTF_8));
            words.setValueCount(1);
            try (BorrowedBatch batch =
                    new BorrowedBatch(store.allocator(), List.of(words.getField()), List.of(words), 1)) {
                Data.exportArrayStream(store.allocator(), batch, stream);
                return Dataset.write().allocator(store.allocator()).stream(stream)
                        .uri(LanceStore.memoryUri())
                        .mode(WriteParams.WriteMode.CREATE)
                        .execute();
            }
        }
    }
}
