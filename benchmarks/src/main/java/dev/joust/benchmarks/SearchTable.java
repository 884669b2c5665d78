// SPDX-License-Identifier: Apache-2.0
package dev.joust.benchmarks;

import dev.joust.Lake;
import dev.joust.Table;
import dev.joust.index.Index;
import dev.joust.schema.Vector;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A table to search in: the rows of {@link ClusteredVectors}, each with 8 to 16 words and one of ten buckets.
 *
 * <p>Word number n of 5,000 is as frequent as 1/n, as words are. A question asks for two of the words 20 to 2,000.
 */
final class SearchTable {
    /** What it is called. */
    static final String NAME = "documents";

    /** The filter of filtered searches: one row in ten. */
    static final String FILTER = "bucket = 0";

    static final int BUCKETS = 10;

    /** Indexes of as many parts as make Joust look at 20 of them, as LanceDB does by default. */
    static final Index FLAT = Index.ivfFlat("vector").partitions(200);

    static final Index COMPRESSED = Index.ivfPq("vector").partitions(200);

    private static final int WORDS = 5_000;
    private static final int FIRST_ASKED = 20;
    private static final int LAST_ASKED = 2_000;
    private static final String CONSONANTS = "bdfgklmnprstvz";
    private static final String VOWELS = "aeiou";

    /** A row. */
    @SuppressWarnings("ArrayRecordComponent")
    record Document(
            long id,
            int bucket,
            String words,
            @Vector(ClusteredVectors.DIMENSION) float[] vector) {}

    private SearchTable() {}

    /** Writes the table, with an index on its words and one on its buckets. */
    static Table create(Lake lake, ClusteredVectors points) {
        Random random = new Random(7);
        Table table = lake.createTable(NAME, Document.class);
        table.append(IntStream.range(0, ClusteredVectors.ROWS)
                .mapToObj(i -> new Document(i, i % BUCKETS, words(random), points.vector(i))));
        table.createIndex(Index.btree("bucket"));
        table.createIndex(Index.fullText("words"));
        return table;
    }

    /** Puts another index on the vectors; returns how many seconds that took. */
    static double index(Table table, Index index) {
        table.indexes().stream()
                .filter(status -> status.name().equals(index.name()))
                .forEach(status -> table.dropIndex(status.name()));
        long start = System.nanoTime();
        table.createIndex(index);
        return (System.nanoTime() - start) / 1e9;
    }

    private static String words(Random random) {
        return random.ints(8 + random.nextInt(9), 0, Integer.MAX_VALUE)
                .mapToObj(any -> word((int) Math.pow(WORDS, random.nextDouble())))
                .collect(Collectors.joining(" "));
    }

    /** Two words to look for. */
    static String question(int number) {
        Random random = new Random(number);
        return word(random.nextInt(FIRST_ASKED, LAST_ASKED)) + " " + word(random.nextInt(FIRST_ASKED, LAST_ASKED));
    }

    private static String word(int number) {
        StringBuilder word = new StringBuilder();
        int rest = number;
        do {
            word.append(CONSONANTS.charAt(rest % CONSONANTS.length()));
            rest /= CONSONANTS.length();
            word.append(VOWELS.charAt(rest % VOWELS.length()));
            rest /= VOWELS.length();
        } while (rest > 0);
        return word.toString();
    }
}
