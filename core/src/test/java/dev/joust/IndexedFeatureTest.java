// SPDX-License-Identifier: Apache-2.0
package dev.joust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.joust.error.UdfException;
import dev.joust.feature.Feature;
import dev.joust.feature.InputType;
import dev.joust.index.Index;
import dev.joust.index.IndexStatus;
import dev.joust.schema.Types;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Indexes on features of which a backfill fills gaps between values that are there. */
class IndexedFeatureTest {
    record Note(long id, String text) {}

    private static final Feature FIRST_WORD = Feature.of("word", Types.STRING)
            .version(1)
            .from("text", InputType.STRING)
            .map(text -> text.split(" ", -1)[0]);

    private static final Feature FIRST_WORD_LOUD = Feature.of("word", Types.STRING)
            .version(2)
            .from("text", InputType.STRING)
            .map(text -> text.split(" ", -1)[0].toUpperCase(Locale.ROOT));

    private static final Feature BROKEN_AFTER_100 = Feature.of("word", Types.STRING)
            .version(3)
            .from("text", InputType.STRING)
            .map(text -> {
                if (text.endsWith(" 140")) {
                    throw new IllegalStateException("not this one");
                }
                return text.split(" ", -1)[0].toUpperCase(Locale.ROOT);
            });

    private static final Feature PLACE = Feature.of("place", Types.vector(2))
            .version(1)
            .from("text", InputType.STRING)
            .map(text -> new float[] {text.startsWith("cat") ? 1 : 0, 1});

    @TempDir
    Path folder;

    private Lake lake;
    private Table notes;

    @BeforeEach
    void aTableWithFeatures() {
        lake = Joust.open(folder);
        notes = lake.createTable("notes", Note.class);
        notes.append(notes(0, 100));
        notes.append(notes(100, 150));
        notes.addFeatures(FIRST_WORD, PLACE);
        notes.backfill("word", "place").run();
    }

    @AfterEach
    void close() {
        lake.close();
    }

    private static List<Note> notes(int first, int end) {
        List<Note> notes = new ArrayList<>();
        for (int id = first; id < end; id++) {
            notes.add(new Note(id, (id % 2 == 0 ? "cat " : "dog ") + id));
        }
        return notes;
    }

    private void assertAllFound() {
        assertThat(notes.searchText("cat").limit(1000).rows())
                .extracting(row -> row.longValue("id"))
                .doesNotHaveDuplicates()
                .hasSize(100);
        assertThat(notes.search("place", new float[] {1, 1}).limit(100).rows())
                .extracting(row -> row.string("word"))
                .hasSize(100)
                .containsOnly("cat");
        assertThat(notes.indexes())
                .extracting(IndexStatus::name, IndexStatus::isSuspect)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("place_idx", false),
                        org.assertj.core.groups.Tuple.tuple("word_idx", false));
    }

    @Test
    void findEachRowOnceAfterGapsInACompactedFragmentWereFilled() {
        notes.append(notes(150, 200));
        notes.createIndex(Index.fullText("word"));
        notes.createIndex(Index.ivfFlat("place").partitions(1));
        assertThat(notes.optimize(Duration.ofDays(7)).fragmentsAfter()).isEqualTo(1);

        notes.backfill("word", "place").run();

        assertAllFound();
    }

    @Test
    void findEachRowOnceAfterSomeRowsOfAFragmentWereFilledLater() {
        notes.append(notes(150, 200));
        notes.backfill("word", "place").where("id < 175").run();
        notes.createIndex(Index.fullText("word"));
        notes.createIndex(Index.ivfFlat("place").partitions(1));

        notes.backfill("word", "place").run();

        assertAllFound();
    }

    private List<String> coverage() {
        return notes.indexes().stream()
                .map(index -> index.name() + " " + index.rowsIndexed() + "+" + index.rowsUnindexed())
                .toList();
    }

    @Test
    void coverAllRowsAgainAfterAnotherFunctionFilledTheColumn() {
        notes.createIndex(Index.btree("word"));
        notes.createIndex(Index.bitmap("word").named("words"));

        notes.alterFeature("word", FIRST_WORD_LOUD);
        notes.backfill("word").run();

        assertThat(coverage()).containsExactly("word_idx 150+0", "words 150+0");
        assertThat(notes.count("word = 'CAT'")).isEqualTo(75);
        assertThat(notes.count("word = 'cat'")).isZero();
    }

    @Test
    void coverRowsThatWereNullAndThoseThatCameMeanwhile() {
        notes.append(notes(150, 200));
        notes.createIndex(Index.btree("word"));
        notes.createIndex(Index.ivfFlat("place").partitions(1));
        notes.append(notes(200, 220));

        notes.backfill("word", "place").run();

        assertThat(coverage()).containsExactly("place_idx 220+0", "word_idx 220+0");
        assertThat(notes.count("word = 'cat'")).isEqualTo(110);
    }

    @Test
    void leaveRowsThatTheyNeverCoveredToAnUpdate() {
        notes.createIndex(Index.btree("word"));
        notes.append(notes(150, 200));

        notes.backfill("word").run();

        assertThat(coverage()).containsExactly("word_idx 150+50");
        assertThat(notes.count("word = 'cat'")).isEqualTo(100);
    }

    @Test
    void coverWhatAStoppedBackfillHadCommitted() {
        notes.createIndex(Index.btree("word"));
        notes.alterFeature("word", BROKEN_AFTER_100);

        assertThatThrownBy(() -> notes.backfill("word").commitFragments(1).run())
                .isInstanceOf(UdfException.class);

        assertThat(coverage()).containsExactly("word_idx 150+0");
        long committed = notes.query().select("word").rows().stream()
                .filter(row -> row.string("word").equals("CAT"))
                .count();
        assertThat(notes.count("word = 'CAT'")).isEqualTo(committed).isIn(0L, 25L, 50L);
    }
}
