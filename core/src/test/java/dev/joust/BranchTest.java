// SPDX-License-Identifier: Apache-2.0
package dev.joust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.joust.error.AlreadyExistsException;
import dev.joust.error.InvalidRequestException;
import dev.joust.error.NotFoundException;
import dev.joust.feature.Feature;
import dev.joust.feature.InputType;
import dev.joust.index.Index;
import dev.joust.loader.Batch;
import dev.joust.loader.Loader;
import dev.joust.schema.Key;
import dev.joust.schema.Types;
import dev.joust.schema.Vector;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Branches: what can be done with them, and that nothing of it shows in their table, nor the other way round. */
class BranchTest {
    @SuppressWarnings("ArrayRecordComponent")
    record Frame(@Key long id, String caption, @Vector(2) float[] at) {}

    record Sky(String caption, int clouds) {}

    private static final Feature LENGTH = Feature.of("caption_length", Types.INT32)
            .version(1)
            .from("caption", InputType.STRING)
            .map(String::length);

    @TempDir
    Path folder;

    private Lake lake;
    private Table frames;

    /** Its stamps lie beside its files, where a compaction puts them, and some of its rows are deleted. */
    @BeforeEach
    void aTableThatWasCompacted() {
        lake = Joust.open(folder);
        frames = lake.createTable("frames", Frame.class);
        frames.addFeatures(LENGTH);
        frames.append(List.of(frame(1, "a car"), frame(2, "two riders")));
        frames.append(List.of(frame(3, "three riders")));
        frames.backfill("caption_length").run();
        frames.createIndex(Index.fullText("caption"));
        frames.createIndex(Index.btree("id"));
        frames.optimize(Duration.ZERO);
        frames.append(List.of(frame(4, "fog"), frame(5, "rain")));
        frames.delete("id = 4");
    }

    @AfterEach
    void close() {
        lake.close();
    }

    private static Frame frame(long id, String caption) {
        return new Frame(id, caption, new float[] {id, 0});
    }

    private static List<Long> ids(Table table) {
        return table.query().select("id").orderBy("id").rows().stream()
                .map(row -> row.longValue("id"))
                .toList();
    }

    private static List<Long> found(Table table, String word) {
        return table.searchText(word).rows().stream()
                .map(row -> row.longValue("id"))
                .sorted()
                .toList();
    }

    @Test
    void isReadAsItsTableIs() {
        Table branch = frames.createBranch("try");

        assertThat(branch.name()).isEqualTo("frames@try");
        assertThat(branch.version()).isEqualTo(frames.version());
        assertThat(branch.schema()).isEqualTo(frames.schema());
        assertThat(branch.count()).isEqualTo(4);
        assertThat(branch.count("id < 3")).isEqualTo(2);
        assertThat(ids(branch)).containsExactly(1L, 2L, 3L, 5L);
        assertThat(branch.sql("SELECT max(id) AS m FROM t").rows().get(0).longValue("m"))
                .isEqualTo(5);
        assertThat(found(branch, "riders")).containsExactly(2L, 3L);
        assertThat(branch.search(new float[] {4, 0}).limit(1).rows().get(0).longValue("id"))
                .isIn(3L, 5L);
        assertThat(branch.indexes()).isEqualTo(frames.indexes());
        assertThat(branch.features()).isEqualTo(frames.features());
        assertThat(branch.feature("caption_length").cells().fresh()).isEqualTo(3);
        assertThat(branch.fingerprint()).isEqualTo(frames.fingerprint());
        assertThat(branch.tags()).isEmpty();
        assertThat(branch.versions()).singleElement().satisfies(version -> {
            assertThat(version.version()).isEqualTo(frames.version());
            assertThat(version.operation()).isEqualTo("clone");
            assertThat(version.rows()).isEqualTo(4);
        });
        try (Loader<Batch> loader = branch.loader().columns("id").batchRows(4).open()) {
            assertThat(loader.rows()).isEqualTo(4);
        }
    }

    @Test
    void whatIsWrittenToItDoesNotShowInItsTableNorTheOtherWayRound() {
        Table branch = frames.createBranch("try");
        long begin = branch.version();
        long mainVersion = frames.version();

        assertThat(branch.append(List.of(frame(6, "six riders"))).version()).isEqualTo(begin + 1);
        assertThat(branch.delete("id IN (1, 5)").rows()).isEqualTo(2);
        assertThat(frames.version()).isEqualTo(mainVersion);
        frames.append(List.of(frame(7, "seven riders")));
        frames.update(Map.of("caption", "'snow'"), "id = 2");

        assertThat(ids(branch)).containsExactly(2L, 3L, 6L);
        assertThat(found(branch, "riders")).containsExactly(2L, 3L, 6L);
        assertThat(ids(frames)).containsExactly(1L, 2L, 3L, 5L, 7L);
        assertThat(found(frames, "riders")).containsExactly(3L, 7L);
        assertThat(branch.versions()).extracting(TableVersion::operation).startsWith("clone", "append", "delete");
        assertThat(ids(branch.at(begin))).containsExactly(1L, 2L, 3L, 5L);
        assertThat(branch.diff(begin, branch.version()).toString()).startsWith("1 row added, 2 removed");
    }

    @Test
    void itsRowsAreUpdatedAndReplacedAndItsVersionsRestored() {
        Table branch = frames.createBranch("try");
        long begin = branch.version();

        branch.update(Map.of("caption", "'night'"), "id = 3");
        branch.upsert(List.of(frame(5, "hail"), frame(8, "storm")));
        assertThat(branch.appendMissing(List.of(frame(8, "sun"), frame(9, "sun")))
                        .inserted())
                .isEqualTo(1);

        assertThat(branch.query().select("caption").orderBy("id").rows())
                .extracting(row -> row.string("caption"))
                .containsExactly("a car", "two riders", "night", "hail", "storm", "sun");
        branch.updateIndexes();
        assertThat(found(branch, "night")).containsExactly(3L);
        assertThat(branch.count("id = 9")).isEqualTo(1);

        branch.restore(begin);

        assertThat(ids(branch)).containsExactly(1L, 2L, 3L, 5L);
        assertThat(frames.count("caption = 'rain'")).isEqualTo(1);
    }

    @Test
    void itsColumnsAndIndexesAreItsOwn() {
        Table branch = frames.createBranch("try");

        branch.addColumns(Map.of("twice", "id * 2"));
        branch.renameColumn("at", "place");
        branch.dropIndex("id_idx");
        branch.createIndex(Index.btree("twice"));
        branch.updateIndexes();

        assertThat(branch.schema().names()).containsExactly("id", "caption", "place", "caption_length", "twice");
        assertThat(branch.count("twice = 10")).isEqualTo(1);
        assertThat(branch.indexes()).extracting(index -> index.name()).containsExactly("caption_idx", "twice_idx");
        assertThat(frames.schema().names()).containsExactly("id", "caption", "at", "caption_length");
        assertThat(frames.indexes()).extracting(index -> index.name()).containsExactly("caption_idx", "id_idx");
    }

    @Test
    void aBackfillComputesOnlyWhatItsTableHasNot() {
        Table branch = frames.createBranch("try");
        branch.append(List.of(frame(6, "six")));
        branch.update(Map.of("caption", "'zz'"), "id = 2");

        assertThat(branch.backfill("caption_length").run().rowsComputed()).isEqualTo(3);

        assertThat(branch.query().select("caption_length").orderBy("id").rows())
                .extracting(row -> row.intValue("caption_length"))
                .containsExactly(5, 2, 12, 4, 3);
        assertThat(branch.feature("caption_length").cells().fresh()).isEqualTo(5);
        assertThat(frames.feature("caption_length").cells().missing()).isEqualTo(1);
        assertThat(lake.jobs()).last().extracting(job -> job.table()).isEqualTo("frames@try");
    }

    @Test
    void aFeatureReadsOtherTablesOfTheLakeFromIt() {
        lake.createTable("skies", Sky.class).append(List.of(new Sky("rain", 8)));
        Table branch = frames.createBranch("try");

        branch.addFeatures(
                branch.joinedFeature(Feature.joined("clouds", "skies").on("caption", "caption")));
        branch.backfill("clouds").run();

        assertThat(branch.query().select("clouds").where("id = 5").rows().get(0).intValue("clouds"))
                .isEqualTo(8);
        assertThat(frames.schema().names()).doesNotContain("clouds");
    }

    @Test
    void beginsWithAnOlderVersion() {
        long older = frames.version();
        frames.delete("id > 1");

        Table branch = frames.createBranch("try", older);

        assertThat(ids(branch)).containsExactly(1L, 2L, 3L, 5L);
        assertThat(frames.branches()).singleElement().satisfies(listed -> {
            assertThat(listed.name()).isEqualTo("try");
            assertThat(listed.parent()).isEmpty();
            assertThat(listed.version()).isEqualTo(older);
        });
    }

    @Test
    void isFoundWhenTheLakeIsOpenedAgain() {
        frames.createBranch("try").append(List.of(frame(6, "six riders")));
        lake.close();
        lake = Joust.open(folder);
        frames = lake.openTable("frames");

        assertThat(ids(frames.branch("try"))).containsExactly(1L, 2L, 3L, 5L, 6L);
        assertThat(frames.branch("try").versions()).hasSize(2);
        assertThat(lake.tables()).extracting(TableInfo::name).containsExactly("_joust_jobs", "frames");
    }

    @Test
    void isCopiedIntoATable() {
        Table branch = frames.createBranch("try");
        branch.delete("id = 1");

        Table copy = lake.createTable("copy", branch.query());

        assertThat(ids(copy)).containsExactly(2L, 3L, 5L);
    }

    @Test
    void aBranchOfAnEmptyTableIsOne() {
        Table branch = lake.createTable("empty", Frame.class).createBranch("try");

        assertThat(branch.count()).isZero();
        assertThat(branch.versions()).extracting(TableVersion::operation).containsExactly("clone");
        branch.append(List.of(frame(1, "one")));
        assertThat(branch.versions()).extracting(TableVersion::operation).containsExactly("clone", "append");
    }

    @Test
    void itsNameIsFreeAgainOnceItIsDropped() {
        frames.createBranch("try").delete("true");

        frames.dropBranch("try");

        assertThat(frames.branches()).isEmpty();
        assertThat(folder.resolve("frames.lance").resolve("tree")).doesNotExist();
        assertThat(ids(frames)).containsExactly(1L, 2L, 3L, 5L);
        assertThat(ids(frames.createBranch("try"))).containsExactly(1L, 2L, 3L, 5L);
    }

    @Test
    void namesThatAreTakenMissingOrNoneAreRefused() {
        frames.createBranch("try");

        assertThatThrownBy(() -> frames.createBranch("try"))
                .isInstanceOf(AlreadyExistsException.class)
                .hasMessage("Cannot make branch 'try' of table 'frames': it has a branch of this name; choose another"
                        + " name or drop it first");
        assertThatThrownBy(() -> frames.branch("tri"))
                .isInstanceOf(NotFoundException.class)
                .hasMessage("Cannot find branch 'tri' in table 'frames': it has no branch of this name; the nearest is"
                        + " 'try'");
        assertThatThrownBy(() -> frames.dropBranch("tri"))
                .isInstanceOf(NotFoundException.class)
                .hasMessage("Cannot find branch 'tri' in table 'frames': it has no branch of this name; the nearest is"
                        + " 'try'");
        assertThatThrownBy(() -> frames.createBranch("new", 999))
                .isInstanceOf(NotFoundException.class)
                .hasMessageStartingWith("Cannot open version 999 of table 'frames': its versions are ");
        refused(
                () -> frames.createBranch("a/b"),
                "Cannot use the branch name 'a/b': it holds '/' at position 1; use letters, digits, '_', '-' and '.',"
                        + " starting with a letter, a digit or '_'");
        refused(
                () -> frames.createBranch("main"),
                "Cannot use the branch name 'main': it stands for the table itself; choose another name");
        refused(
                () -> frames.createBranch("a.lock"),
                "Cannot use the branch name 'a.lock': names that end in '.lock' are reserved; choose another name");
    }

    @Test
    void whatOthersFindByTheNameOfATableIsRefused() {
        Table branch = frames.createBranch("try");
        Map<String, ThrowingCallable> refused = new LinkedHashMap<>();
        refused.put("optimize", () -> branch.optimize(Duration.ZERO));
        refused.put("sync", branch::sync);
        refused.put("tag a version of", () -> branch.tag("good", branch.version()));
        refused.put("drop a tag of", () -> branch.dropTag("good"));
        refused.put("show the lineage of", branch::lineage);
        refused.put("list the branches of", branch::branches);
        refused.put("open a branch of", () -> branch.branch("try"));
        refused.put("make a branch of", () -> branch.createBranch("again"));
        refused.put("drop a branch of", () -> branch.dropBranch("try"));

        refused.forEach((verb, call) -> refused(
                call,
                "Cannot " + verb + " 'frames@try': it is a branch; do it with table 'frames', or copy the branch into"
                        + " a table"));
        refused(
                () -> lake.createView("v", branch.query()),
                "Cannot create view 'v': 'frames@try' is a branch, and views and pins are of tables; copy the rows of"
                        + " the branch into a table");
        refused(
                () -> lake.pin("p", branch.name()),
                "Cannot make pin 'p': 'frames@try' is a branch, and views and pins are of tables; copy the rows of the"
                        + " branch into a table");
        assertThat(lake.pins()).isEmpty();
        assertThat(branch.versions()).hasSize(1);
    }

    @Test
    void viewsAndJoustsOwnTablesHaveNone() {
        lake.createView("v", frames.query().where("id > 1"));

        refused(
                () -> lake.openTable("v").createBranch("try"),
                "Cannot make a branch of view 'v': only a refresh writes a view; change its source, then refresh it");
        refused(
                () -> lake.openTable("_joust_jobs").createBranch("try"),
                "Cannot make a branch of table '_joust_jobs': it is one of Joust's own, which only Joust writes; it can"
                        + " be read and copied");
    }

    private static void refused(ThrowingCallable call, String message) {
        assertThatThrownBy(call).isInstanceOf(InvalidRequestException.class).hasMessage(message);
    }
}
