// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.query;

import static org.assertj.core.api.Assertions.assertThat;

import dev.joust.index.FullTextIndex;
import dev.joust.index.FullTextIndex.Tokenizer;
import dev.joust.index.Index;
import dev.joust.query.TextQuery;
import dev.joust.schema.TableSchema;
import dev.joust.schema.Types;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Words that an index has in no text are not asked for where all words must be there. */
class LeftOutWordsTest {
    private static final String LONG = "x".repeat(40);
    private static final FullTextIndex PIECES =
            Index.fullText("text").tokenizer(Tokenizer.NGRAM).ngrams(3, 3).withoutStemming();

    @TempDir
    Path lake;

    private TestTable table;

    @BeforeEach
    void open() {
        table = new TestTable(
                lake,
                "t",
                TableSchema.builder()
                        .required("id", Types.INT64)
                        .column("text", Types.STRING)
                        .build());
        append(0, "a rider in the rain");
        append(1, "the street");
        append(2, "rain on an empty street " + LONG);
    }

    @AfterEach
    void close() {
        table.close();
    }

    private void append(long id, String text) {
        table.append(List.of(Map.of("id", id, "text", text)));
    }

    private List<Long> found(TextQuery query) {
        return table.words(query).in("text").select("id").rows().stream()
                .map(row -> row.longValue("id"))
                .sorted()
                .toList();
    }

    private List<Long> all(String words) {
        return found(TextQuery.match(words).allWords());
    }

    @Test
    void stopWordsOfTheLanguageAreNotAskedFor() {
        table.indexes.create(Index.fullText("text").withoutStopWords());

        assertThat(all("the rider in the rain")).containsExactly(0L);
        assertThat(all("the rain")).containsExactly(0L, 2L);
        assertThat(all("the dragon")).isEmpty();
        assertThat(all("the in")).isEmpty();
        assertThat(found(TextQuery.match("the rein").fuzziness(1).allWords())).containsExactly(0L, 2L);
    }

    @Test
    void stopWordsOfTheIndexAreNotAskedForAndOthersAre() {
        table.indexes.create(Index.fullText("text").stopWords("rain", "on"));

        assertThat(all("rain street")).containsExactly(1L, 2L);
        assertThat(all("the street")).containsExactly(1L);
    }

    @Test
    void rowsThatNoIndexCoversAreFoundAsTheOthers() {
        table.indexes.create(Index.fullText("text").withoutStopWords());
        append(3, "the rain again");

        assertThat(all("the rain")).containsExactly(0L, 2L, 3L);
    }

    @Test
    void aWordThatIsTooLongIsNotAskedFor() {
        assertThat(all("rain " + LONG)).containsExactly(0L, 2L);
        table.indexes.create(Index.fullText("text"));

        assertThat(all("rain " + LONG)).containsExactly(0L, 2L);
        assertThat(all("rain " + "x".repeat(39))).isEmpty();
        assertThat(all(LONG)).isEmpty();
    }

    @Test
    void aWordThatIsShorterThanThePiecesIsNotAskedFor() {
        table.indexes.create(PIECES);

        assertThat(all("rider in the rain")).containsExactly(0L);
        assertThat(all("in")).isEmpty();
    }

    @Test
    void aPartOfSuchWordsAloneNeedNotBeThere() {
        table.indexes.create(Index.fullText("text").withoutStopWords());

        assertThat(found(TextQuery.must(TextQuery.match("the"), TextQuery.match("rain"))))
                .containsExactly(0L, 2L);
        assertThat(found(TextQuery.must(TextQuery.match("the")).should(TextQuery.match("street"))))
                .containsExactly(1L, 2L);
        assertThat(found(TextQuery.must(TextQuery.match("the")))).isEmpty();
    }
}
