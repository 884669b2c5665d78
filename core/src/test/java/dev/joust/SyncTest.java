// SPDX-License-Identifier: Apache-2.0
package dev.joust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.joust.error.InvalidRequestException;
import dev.joust.feature.CellCounts;
import dev.joust.feature.ErrorPolicy;
import dev.joust.feature.Feature;
import dev.joust.feature.InputType;
import dev.joust.index.Index;
import dev.joust.index.IndexStatus;
import dev.joust.internal.lance.commit.Columns;
import dev.joust.job.Cancellation;
import dev.joust.job.JobEvent;
import dev.joust.query.Row;
import dev.joust.schema.TableSchema;
import dev.joust.schema.Types;
import dev.joust.sync.FilledFeatures;
import dev.joust.sync.SyncEvent;
import dev.joust.sync.SyncFailure;
import dev.joust.sync.SyncFailure.Part;
import dev.joust.sync.SyncResult;
import dev.joust.sync.UpdatedIndex;
import dev.joust.view.RefreshMode;
import dev.joust.view.RefreshResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SyncTest {
    private static final Feature WORD = Feature.of("word", Types.STRING)
            .version(1)
            .from("text", InputType.STRING)
            .map(text -> text.split(" ", -1)[0]);

    private static final Feature SIZE = Feature.of("size", Types.INT32)
            .version(1)
            .from("word", InputType.STRING)
            .map(String::length);

    private static final Feature PARITY = parity(1);

    record Note(long id, String text) {}

    @TempDir
    Path folder;

    private Lake lake;
    private Table notes;

    @BeforeEach
    void openALakeOfNotes() {
        lake = Joust.open(folder.resolve("lake"));
        notes = lake.createTable("notes", Note.class);
        append(0, 20);
    }

    @AfterEach
    void closeTheLake() {
        lake.close();
    }

    private void append(int from, int to) {
        List<Note> rows = new ArrayList<>();
        for (int id = from; id < to; id++) {
            rows.add(new Note(id, (id % 2 == 0 ? "cat " : "zebra ") + id));
        }
        notes.append(rows);
    }

    private static Feature parity(int version) {
        return Feature.of("parity", Types.INT32)
                .version(version)
                .from("id", InputType.LONG)
                .map(id -> (int) (id % 2) + 10 * (version - 1));
    }

    /** Features, indexes, a view with a feature and an index of its own, and a view of that view; nothing is filled. */
    private void addEverything() {
        notes.addFeatures(WORD, SIZE, PARITY);
        notes.createIndex(Index.btree("id"));
        View cats = lake.createView("cats", notes.query().where("size = 3"));
        cats.table().addFeatures(cats.table().sqlFeature("doubled", "size * 2"));
        cats.table().createIndex(Index.btree("id"));
        lake.createView("all_cats", cats.table().query().where("doubled = 6"));
    }

    private Map<String, Long> versions() {
        Map<String, Long> versions = new TreeMap<>();
        lake.tables().forEach(table -> versions.put(table.name(), table.version()));
        return versions;
    }

    private void reopen() {
        lake.close();
        lake = Joust.open(folder.resolve("lake"));
        notes = lake.openTable("notes");
    }

    @Test
    void fillsFeaturesUpdatesIndexesAndRefreshesViewsOfViews() {
        addEverything();

        SyncResult first = notes.sync().run();

        assertThat(first.failed()).isEmpty();
        assertThat(first.isNothingToDo()).isFalse();
        assertThat(first.backfills())
                .extracting(FilledFeatures::table, FilledFeatures::features)
                .containsExactly(tuple("notes", List.of("word", "parity", "size")), tuple("cats", List.of("doubled")));
        assertThat(first.views())
                .extracting(RefreshResult::view, RefreshResult::rowsAfter)
                .containsExactly(tuple("cats", 10L), tuple("all_cats", 10L));

        append(20, 26);
        SyncResult second = notes.sync().run();

        assertThat(second.backfills()).extracting(FilledFeatures::table).containsExactly("notes", "cats");
        assertThat(second.indexes())
                .extracting(UpdatedIndex::table, UpdatedIndex::index, UpdatedIndex::rowsIndexed)
                .containsExactly(tuple("notes", "id_idx", 26L), tuple("cats", "id_idx", 13L));
        assertThat(second.views())
                .extracting(RefreshResult::view, RefreshResult::mode, RefreshResult::added)
                .containsExactly(
                        tuple("cats", RefreshMode.INCREMENTAL, 3L), tuple("all_cats", RefreshMode.INCREMENTAL, 3L));
        assertThat(second.backfills().get(1))
                .hasToString("[cats] doubled: 3 rows computed, version "
                        + second.backfills().get(1).result().version());
        assertThat(second.indexes().get(1))
                .hasToString("[cats] index id_idx: covers 13 rows, version "
                        + second.indexes().get(1).version());
    }

    @Test
    void doesAndCommitsNothingTheSecondTime() {
        addEverything();
        notes.sync().run();
        Map<String, Long> before = versions();

        SyncResult again = notes.sync().run();

        assertThat(again.isNothingToDo()).isTrue();
        assertThat(again.views())
                .extracting(RefreshResult::view, RefreshResult::mode)
                .containsExactly(tuple("cats", RefreshMode.NO_OP), tuple("all_cats", RefreshMode.NO_OP));
        assertThat(versions()).isEqualTo(before).containsKey("_joust_jobs");
    }

    @Test
    void hasNothingToDoForATableWithoutFeaturesIndexesAndViews() {
        SyncResult result = notes.sync().run();

        assertThat(result.isNothingToDo()).isTrue();
        assertThat(result.views()).isEmpty();
        assertThat(versions()).containsExactly(Map.entry("notes", 2L));
    }

    @Test
    void computesWhatBecameStaleAndWhatReadsIt() {
        addEverything();
        notes.sync().run();
        notes.update(Map.of("text", "'giraffe'"), "id < 4");

        SyncResult result = notes.sync().run();

        assertThat(result.backfills()).extracting(FilledFeatures::features).containsExactly(List.of("word", "size"));
        assertThat(result.views())
                .extracting(RefreshResult::view, RefreshResult::removed)
                .containsExactly(tuple("cats", 2L), tuple("all_cats", 2L));
        assertThat(notes.count("size = 7")).isEqualTo(4);
    }

    @Test
    void syncsAViewFromItsSourceAsThatIs() {
        addEverything();
        notes.sync().run();
        append(20, 30);
        notes.backfill("word", "size").run();

        SyncResult result = lake.openTable("cats").sync().run();

        assertThat(result.table()).isEqualTo("cats");
        assertThat(result.views())
                .extracting(RefreshResult::view, RefreshResult::added)
                .containsExactly(tuple("cats", 5L), tuple("all_cats", 5L));
        assertThat(result.backfills()).extracting(FilledFeatures::table).containsExactly("cats");
        assertThat(notes.feature("parity").cells().missing()).isEqualTo(10);
    }

    @Test
    void namesFeaturesWhoseFunctionsThisProgramLacksAndDoesTheRest() {
        addEverything();
        notes.addFeatures(notes.sqlFeature("loud", "upper(word)"), notes.sqlFeature("long_text", "text || '!'"));
        reopen();

        SyncResult result = notes.sync().run();

        String word = notes.feature("word").identity().toString();
        assertThat(result.failed())
                .extracting(SyncFailure::table, SyncFailure::part, SyncFailure::name, SyncFailure::message)
                .containsExactly(
                        tuple(
                                "notes",
                                Part.FEATURE,
                                "word",
                                "Cannot compute feature 'word': the table records the function " + word
                                        + ", this program has none; put the jar that has it on the class path, or"
                                        + " re-point the column with 'features alter'"),
                        tuple(
                                "notes",
                                Part.FEATURE,
                                "parity",
                                "Cannot compute feature 'parity': the table records the function "
                                        + notes.feature("parity").identity()
                                        + ", this program has none; put the jar that has it on the class path, or"
                                        + " re-point the column with 'features alter'"),
                        tuple(
                                "notes",
                                Part.FEATURE,
                                "size",
                                "Cannot compute feature 'size': it reads feature 'word', which cannot be computed; see"
                                        + " to that one first"),
                        tuple(
                                "notes",
                                Part.FEATURE,
                                "loud",
                                "Cannot compute feature 'loud': it reads feature 'word', which cannot be computed; see"
                                        + " to that one first"));
        assertThat(result.isComplete()).isFalse();
        assertThat(notes.count("long_text IS NOT NULL")).isEqualTo(20);
        assertThat(notes.count("loud IS NOT NULL")).isZero();
        assertThat(result.views())
                .extracting(RefreshResult::view, RefreshResult::rowsAfter)
                .containsExactly(tuple("cats", 0L), tuple("all_cats", 0L));

        lake.register(List.of(WORD, SIZE, PARITY));
        SyncResult later = notes.sync().run();

        assertThat(later.failed()).isEmpty();
        assertThat(notes.count("loud = 'CAT'")).isEqualTo(10);
        assertThat(lake.openView("all_cats").table().count()).isEqualTo(10);
    }

    @Test
    void leavesFreshFeaturesAloneWhoseFunctionsThisProgramLacks() {
        addEverything();
        notes.sync().run();
        reopen();

        assertThat(notes.sync().run().isNothingToDo()).isTrue();
    }

    @Test
    void refusesAnotherFunctionUnderTheRecordedNameUntilTheFeatureIsAltered() {
        addEverything();
        notes.sync().run();
        append(20, 21);
        lake.register(List.of(parity(2)));

        SyncResult refused = notes.sync().run();

        assertThat(refused.failed()).extracting(SyncFailure::toString).containsExactly("""
                [notes] feature parity: Cannot compute feature 'parity': the table records the function %s, this \
                program brings %s; run the program that has the recorded one, or re-point the column with \
                'features alter'""".formatted(
                        PARITY.identity(), parity(2).identity()));
        assertThat(notes.feature("size").cells().fresh()).isEqualTo(21);

        notes.alterFeature("parity", parity(2));
        SyncResult altered = notes.sync().run();

        assertThat(altered.failed()).isEmpty();
        assertThat(altered.backfills())
                .extracting(filled -> filled.features() + " " + filled.result().rowsComputed())
                .containsExactly("[parity] 21", "[doubled] 11");
        assertThat(notes.count("parity >= 10")).isEqualTo(21);
    }

    @Test
    void namesAFeatureWhoseFunctionFailsAndThoseThatReadItAndDoesTheRest() {
        Feature failing = Feature.of("word", Types.STRING)
                .version(1)
                .from("text", InputType.STRING)
                .map(text -> {
                    if (text.equals("zebra 7")) {
                        throw new IllegalStateException("no zebras");
                    }
                    return text.split(" ", -1)[0];
                });
        notes.addFeatures(failing, SIZE, PARITY);
        notes.createIndex(Index.btree("id"));
        append(20, 22);
        lake.createView("odd", notes.query().where("parity = 1"));

        SyncResult result = notes.sync().run();

        assertThat(result.failed()).extracting(SyncFailure::name).containsExactly("word", "size");
        assertThat(result.failed().get(0).message())
                .startsWith("Cannot compute feature 'word' of table 'notes':")
                .contains("no zebras");
        assertThat(result.failed().get(1).message())
                .isEqualTo("Cannot compute feature 'size': it reads feature 'word', which cannot be computed; see to"
                        + " that one first");
        assertThat(notes.feature("parity").cells().fresh()).isEqualTo(22);
        assertThat(lake.openView("odd").table().count()).isEqualTo(11);
        assertThat(notes.indexes()).extracting(IndexStatus::rowsUnindexed).containsExactly(0L);

        SyncResult skipping = notes.sync()
                .backfilling(backfill -> backfill.onError(ErrorPolicy.skip()))
                .run();

        assertThat(skipping.failed()).isEmpty();
        assertThat(skipping.backfills())
                .extracting(filled -> filled.result().rowsFailed())
                .containsExactly(1L);
        CellCounts word = notes.feature("word").cells();
        assertThat(List.of(word.fresh(), word.failed())).containsExactly(21L, 1L);
        assertThat(notes.sync().run().isNothingToDo()).isTrue();
    }

    @Test
    void namesAViewWhoseColumnIsGoneAndRefreshesTheOthers() {
        lake.createView("gone", notes.query().where("length(text) > 5"));
        lake.createView("ids", notes.query().select("id"));
        View old = lake.openView("gone");
        old.table().addFeatures(old.table().sqlFeature("doubled", "id * 2"));
        notes.sync().run();
        // Joust refuses this; another program does not.
        Columns.drop(notes.handle(), List.of("text"), now -> {});
        notes.appendRows(List.of(Map.of("id", 20L)));

        SyncResult result = notes.sync().run();

        assertThat(result.failed())
                .extracting(SyncFailure::table, SyncFailure::part, SyncFailure::name)
                .containsExactly(tuple("gone", Part.VIEW, "gone"));
        assertThat(result.failed().get(0).message())
                .startsWith("Cannot refresh view 'gone': ")
                .contains("'text'");
        assertThat(result.views())
                .extracting(RefreshResult::view, RefreshResult::rowsAfter)
                .containsExactly(tuple("ids", 21L));
        assertThat(old.table().count("doubled = id * 2")).isEqualTo(15);
    }

    @Test
    void bringsAJoinedFeatureOfAViewUpToDateAfterTheViewThatItReads() {
        View first = lake.createView("a_first", notes.query().where("id < 100"));
        lake.createView("b_second", notes.query().select("id", "text"));
        first.table()
                .addFeatures(first.table()
                        .joinedFeature(Feature.joined("other", "b_second")
                                .on("id", "id")
                                .take("text")));
        notes.sync().run();
        append(20, 25);

        SyncResult result = notes.sync().run();

        assertThat(result.views()).extracting(RefreshResult::view).containsExactly("b_second", "a_first");
        assertThat(first.table().count("other = text")).isEqualTo(25);
        assertThat(notes.sync().run().isNothingToDo()).isTrue();
    }

    @Test
    void comesToRestWhereATableReadsItsOwnView() {
        View cats = lake.createView("cats", notes.query().select("id", "text").where("text LIKE 'cat%'"));
        notes.addFeatures(
                notes.joinedFeature(Feature.joined("cat", "cats").on("id", "id").take("text")));

        SyncResult result = notes.sync().run();

        assertThat(result.failed()).isEmpty();
        assertThat(cats.table().count()).isEqualTo(10);
        assertThat(notes.count("cat = text")).isEqualTo(10);
        assertThat(notes.feature("cat").isComplete()).isTrue();
        assertThat(notes.sync().run().isNothingToDo()).isTrue();
    }

    @Test
    void namesTheIndexThatCannotBeKept() {
        Feature place = Feature.of("place", Types.vector(2))
                .version(1)
                .from("id", InputType.LONG)
                .map(id -> new float[] {id, 1});
        notes.addFeatures(place);
        notes.sync().run();
        notes.createIndex(Index.ivfFlat("place"));
        Feature nothing = Feature.of("place", Types.vector(2))
                .version(2)
                .from("id", InputType.LONG)
                .map(id -> null);
        notes.alterFeature("place", nothing);

        SyncResult result = notes.sync().run();

        assertThat(result.failed()).extracting(SyncFailure::toString).containsExactly("""
                [notes] index place_idx: Cannot keep index 'place_idx' of table 'notes': the values that its column \
                has now cannot be indexed, so it was dropped; create it again once they can""");
        assertThat(notes.feature("place").isComplete()).isTrue();
        assertThat(notes.sync().run().isNothingToDo()).isTrue();
    }

    @Test
    void tellsWhatItIsAboutAndEachPartThatIsDone() {
        addEverything();
        notes.sync().run();
        append(20, 24);
        List<String> told = new ArrayList<>();

        SyncResult result = notes.sync()
                .onProgress(event -> {
                    String word = event.getClass().getSimpleName() + " " + event.table();
                    boolean isProgress = event instanceof SyncEvent.Backfilling backfilling
                            && !(backfilling.job() instanceof JobEvent.Committed);
                    if (!isProgress
                            && (told.isEmpty() || !told.get(told.size() - 1).equals(word))) {
                        told.add(word);
                    }
                })
                .run();

        assertThat(result.isComplete()).isTrue();
        assertThat(told)
                .containsExactly(
                        "Backfilling notes",
                        "Filled notes",
                        "Indexing notes",
                        "Indexed notes",
                        "Refreshing cats",
                        "Refreshed cats",
                        "Backfilling cats",
                        "Filled cats",
                        "Indexing cats",
                        "Indexed cats",
                        "Refreshing all_cats",
                        "Refreshed all_cats");
    }

    @Test
    void keepsWhatIsCommittedWhenItIsCancelledAndIsFinishedByTheNext() {
        addEverything();
        Cancellation cancellation = new Cancellation();

        assertThatThrownBy(() -> notes.sync()
                        .cancelledBy(cancellation)
                        .onProgress(event -> {
                            if (event instanceof SyncEvent.Filled) {
                                cancellation.request();
                            }
                        })
                        .run())
                .isInstanceOf(CancellationException.class);

        assertThat(notes.feature("size").isComplete()).isTrue();
        assertThat(lake.openView("cats").table().count()).isZero();

        SyncResult rest = notes.sync().run();

        assertThat(rest.backfills()).extracting(FilledFeatures::table).containsExactly("cats");
        assertThat(lake.openView("all_cats").table().count()).isEqualTo(10);
    }

    @Test
    void twoSyncsAtOnceDoNotDoubleAnything() throws Exception {
        addEverything();
        notes.sync().run();
        append(20, 40);
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try (Lake other = Joust.open(folder.resolve("lake"))) {
            other.register(List.of(WORD, SIZE, PARITY));
            Future<SyncResult> first = threads.submit(() -> notes.sync().run());
            Future<SyncResult> second =
                    threads.submit(() -> other.openTable("notes").sync().run());
            assertThat(first.get().failed()).isEmpty();
            assertThat(second.get().failed()).isEmpty();
        } finally {
            threads.shutdownNow();
        }

        notes.sync().run();

        for (String view : List.of("cats", "all_cats")) {
            assertThat(lake.openTable(view).query().select("id").rows())
                    .extracting(row -> row.longValue("id"))
                    .doesNotHaveDuplicates()
                    .hasSize(20);
        }
        assertThat(lake.openTable("cats").feature("doubled").cells().fresh()).isEqualTo(20);
        assertThat(notes.sync().run().isNothingToDo()).isTrue();
    }

    @Test
    void refusesJoustsOwnTablesAndCheckouts() {
        addEverything();
        notes.sync().run();

        assertThatThrownBy(() -> lake.openTable("_joust_jobs").sync())
                .isInstanceOf(InvalidRequestException.class)
                .hasMessage("Cannot sync table '_joust_jobs': it is one of Joust's own, which only Joust writes; it can"
                        + " be read and copied");
        assertThatThrownBy(() -> notes.at(2).sync())
                .isInstanceOf(InvalidRequestException.class)
                .hasMessage("Cannot sync table 'notes' at version 2: a checkout is read-only; open the table or restore"
                        + " the version");
    }

    @Test
    void findsEveryRowThroughTheIndexesAfterItsFunctionChanged() {
        addEverything();
        notes.sync().run();
        notes.createIndex(Index.fullText("word"));
        append(20, 30);
        Feature second = Feature.of("word", Types.STRING)
                .version(2)
                .from("text", InputType.STRING)
                .map(text -> text.startsWith("cat") ? "puss" : "stripes");
        notes.alterFeature("word", second);

        SyncResult result = notes.sync().run();

        assertThat(result.indexes()).extracting(UpdatedIndex::index).contains("word_idx");
        assertThat(notes.searchText("puss").in("word").limit(100).rows())
                .extracting(row -> row.longValue("id") % 2)
                .hasSize(15)
                .containsOnly(0L);
        assertThat(notes.searchText("cat").in("word").limit(100).rows()).isEmpty();
        List<Row> all = lake.openView("cats").table().query().rows();
        assertThat(all).isEmpty();
    }

    @Test
    void anIndexThatAProcessDroppedWhichCannotBeSeenIsNamed() throws Exception {
        notes.createIndex(Index.fullText("text").named("words"));
        long version = notes.version();
        notes.dropIndex("words");
        Path note = folder.resolve("lake/notes.lance/_joust/dropped-indexes/n");
        Files.createDirectories(note.resolveSibling(""));
        String since = Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
        String process = "7@worker-3/00000000ffffffff";
        Files.writeString(
                note,
                "{\"process\":\"" + process + "\",\"since\":\"" + since + "\",\"version\":" + version
                        + ",\"indexes\":[\"words\"]}");

        SyncResult result = notes.sync().run();

        assertThat(result.failed())
                .extracting(SyncFailure::toString)
                .containsExactly("[notes] index words: Cannot build index 'words' of table 'notes' again: process "
                        + process + " dropped it for a change at " + since + ", and it cannot be seen from here whether"
                        + " that still runs; wait until it has ended, or create the index again with joust"
                        + " index create");

        notes.createIndex(Index.fullText("text").named("words"));
        assertThat(notes.sync().run().failed()).isEmpty();
    }

    @Test
    void viewsWhoseDefinitionCannotBeReadAreLeftOut() {
        lake.createView("cats", notes.query().where("text LIKE 'cat%'"));
        foreignView("clusters", "{\"kind\":\"clustering\",\"source_table\":\"notes\"}");
        foreignView("torn", "{\"kind\":");
        append(20, 30);

        assertThat(lake.views()).extracting(View::name).containsExactly("cats");
        SyncResult result = notes.sync().run();

        assertThat(result.failed()).isEmpty();
        assertThat(result.views()).extracting(RefreshResult::view).containsExactly("cats");
        notes.optimize(Duration.ZERO);
        assertThat(lake.openView("cats").refresh().rowsAfter()).isEqualTo(15);
        assertThatThrownBy(() -> lake.openView("clusters"))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessage("Cannot open view 'clusters': its definition is of the kind 'clustering', which this"
                        + " version does not know; refresh it with the program that made it");
    }

    private void foreignView(String name, String definition) {
        lake.createTable(
                name,
                TableSchema.builder()
                        .column("id", Types.INT64)
                        .metadata("mv.definition", definition)
                        .build());
    }
}
