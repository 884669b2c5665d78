// SPDX-License-Identifier: Apache-2.0
package dev.joust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.joust.error.InvalidRequestException;
import dev.joust.error.NotFoundException;
import dev.joust.error.SchemaMismatchException;
import dev.joust.feature.CellCounts;
import dev.joust.feature.Feature;
import dev.joust.feature.InputType;
import dev.joust.index.Index;
import dev.joust.index.IndexStatus;
import dev.joust.internal.change.Deletes;
import dev.joust.internal.lance.commit.Columns;
import dev.joust.internal.lance.commit.Compactor;
import dev.joust.schema.Types;
import dev.joust.view.Projection;
import dev.joust.view.RefreshMode;
import dev.joust.view.RefreshResult;
import dev.joust.view.Sample;
import dev.joust.view.ViewDefinition;
import dev.joust.view.ViewLag;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ViewTest {
    record Frame(long id, String timeofday, int people) {}

    @TempDir
    Path folder;

    private Lake lake;
    private Table frames;

    @BeforeEach
    void openALakeOfFrames() {
        lake = Joust.open(folder.resolve("lake"));
        frames = lake.createTable("frames", Frame.class);
        append(0, 10);
    }

    @AfterEach
    void closeTheLake() {
        lake.close();
    }

    private void append(int from, int to) {
        List<Frame> rows = new ArrayList<>();
        for (int id = from; id < to; id++) {
            rows.add(new Frame(id, id % 2 == 0 ? "night" : "daytime", id % 3));
        }
        frames.append(rows);
    }

    @Test
    void isNotCreatedWithAConditionThatDoesNotFitItsSource() {
        assertThatThrownBy(() -> lake.createView("bad", where("people = 'abc'")))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessage(
                        "Cannot create view 'bad': the condition 'people = 'abc'' does not fit the columns (Received"
                                + " literal Utf8(\"abc\") and could not convert to literal of type 'Int32'); correct the SQL");
        assertThatThrownBy(() -> lake.createView("bad", frames.query().where("people = 'abc'")))
                .isInstanceOf(InvalidRequestException.class);
        assertThat(lake.exists("bad")).isFalse();
    }

    @Test
    void isNotCreatedWithAnExpressionThatDoesNotFitItsSource() {
        ViewDefinition definition = new ViewDefinition(
                "frames",
                List.of(new Projection("x", "CAST('abc' AS INT)")),
                Optional.empty(),
                OptionalLong.empty(),
                Optional.empty());

        assertThatThrownBy(() -> lake.createView("bad", definition))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessage("Cannot create view 'bad': Cast error: Cannot cast string 'abc' to value of Int32 type;"
                        + " correct the SQL");
        assertThat(lake.exists("bad")).isFalse();
    }

    private static ViewDefinition where(String filter) {
        return new ViewDefinition("frames", List.of(), Optional.of(filter), OptionalLong.empty(), Optional.empty());
    }

    @Test
    void tellsHowManyRowsARefreshHasWritten() {
        View view = lake.createView("night", frames.query().where("timeofday = 'night'"));
        List<Long> told = new ArrayList<>();

        view.refresh(told::add);
        assertThat(told).startsWith(0L).endsWith(5L).isSorted();

        told.clear();
        frames.update(Map.of("people", "people + 1"), "id < 4");
        assertThat(view.refresh(told::add).replaced()).isEqualTo(2);
        assertThat(told).endsWith(2L);
    }

    @Test
    void isAsItWasIfTheListenerEndsItsRefresh() throws IOException {
        View view = lake.createView("night", frames.query().where("timeofday = 'night'"));

        for (long rows : new long[] {0, 5}) {
            assertThatThrownBy(() -> view.rebuild(written -> {
                        if (written == rows) {
                            throw new CancellationException("enough");
                        }
                    }))
                    .isInstanceOf(CancellationException.class)
                    .hasMessage("enough");
        }

        assertThat(view.table().version()).isEqualTo(1);
        Path data = folder.resolve("lake/night.lance/data");
        if (Files.exists(data)) {
            try (Stream<Path> files = Files.list(data)) {
                assertThat(files).isEmpty();
            }
        }
        assertThat(view.refresh().added()).isEqualTo(5);
    }

    @Test
    void holdsNothingBeforeTheFirstRefresh() {
        View view = lake.createView("night", where("timeofday = 'night'"));

        assertThat(view.table().count()).isZero();
        assertThat(view.sourceVersion()).isEmpty();
        assertThat(lake.tables())
                .containsExactly(
                        new TableInfo("frames", TableInfo.Kind.TABLE, 10, 2),
                        new TableInfo("night", TableInfo.Kind.VIEW, 0, 1));
    }

    @Test
    void isFilledByItsFirstRefresh() {
        View view = lake.createView("night", where("timeofday = 'night' AND people > 0"));

        RefreshResult result = view.refresh();

        assertThat(result)
                .isEqualTo(new RefreshResult(
                        "night", RefreshMode.REBUILD, "it was empty", 0, 3, 3, 0, 0, 2, 2, List.of(0)));
        assertThat(result).hasToString("[night] 0 -> 3 rows (+3) version 2");
        assertThat(view.table().count()).isEqualTo(3);
        assertThat(view.table().schema().names()).containsExactly("id", "timeofday", "people", "__source_row_id");
    }

    @Test
    void readsOnlyNewFragmentsAfterAnAppend() {
        View view = lake.createView("night", where("timeofday = 'night'"));
        view.refresh();
        append(10, 20);

        RefreshResult result = view.refresh();

        assertThat(result)
                .isEqualTo(new RefreshResult(
                        "night", RefreshMode.INCREMENTAL, "rows were only added", 5, 10, 5, 0, 0, 3, 3, List.of(1)));
        assertThat(view.refresh().mode()).isEqualTo(RefreshMode.NO_OP);
        assertThat(view.sourceVersion()).hasValue(3);
    }

    @Test
    void remembersThatNewFragmentsHadNothingForIt() {
        View view = lake.createView("far", where("id < 5"));
        view.refresh();
        append(10, 20);

        RefreshResult first = view.refresh();
        RefreshResult second = view.refresh();

        assertThat(first.mode()).isEqualTo(RefreshMode.INCREMENTAL);
        assertThat(first.added()).isZero();
        assertThat(second.mode()).isEqualTo(RefreshMode.NO_OP);
        assertThat(second.why()).isEqualTo("the source has no new version");
    }

    @Test
    void losesRowsThatTheSourceLost() {
        View view = lake.createView("night", where("timeofday = 'night'"));
        view.refresh();
        Deletes.delete(frames.handle(), "id IN (0, 1, 2)", Map.of());

        RefreshResult result = view.refresh();

        assertThat(result.removed()).isEqualTo(2);
        assertThat(result.rowsAfter()).isEqualTo(3);
        assertThat(result.fragmentsRead()).isEmpty();
        assertThat(view.table().count()).isEqualTo(3);
    }

    @Test
    void readsNothingAfterACompactionOnly() {
        append(10, 20);
        View view = lake.createView("night", where("timeofday = 'night'"));
        view.refresh();
        Compactor.compact(frames.handle(), Compactor.Preparation.NONE, (before, replaced, written) -> {});

        RefreshResult result = view.refresh();

        assertThat(result.mode()).isEqualTo(RefreshMode.NO_OP);
        assertThat(result.why()).isEqualTo("the source was only compacted, indexed or configured");
    }

    @Test
    void keepsRowsThatACompactionMovedWhenOthersChanged() {
        append(10, 20);
        View view = lake.createView("night", where("timeofday = 'night'"));
        view.refresh();
        Compactor.compact(frames.handle(), Compactor.Preparation.NONE, (before, replaced, written) -> {});
        append(20, 22);
        Deletes.delete(frames.handle(), "id = 4", Map.of());

        RefreshResult result = view.refresh();

        assertThat(result.mode()).isEqualTo(RefreshMode.INCREMENTAL);
        assertThat(List.of(result.added(), result.removed(), result.replaced())).containsExactly(1L, 1L, 0L);
        assertThat(view.table().count()).isEqualTo(10);
    }

    @Test
    void computesColumnsBySql() {
        View view = lake.createView(
                "doubled",
                new ViewDefinition(
                        "frames",
                        List.of(Projection.column("id"), new Projection("twice", "people * 2")),
                        Optional.of("id < 3"),
                        OptionalLong.empty(),
                        Optional.empty()));

        view.refresh();

        assertThat(view.table().schema().names()).containsExactly("id", "twice", "__source_row_id");
        assertThat(view.table().count("twice = 4")).isEqualTo(1);
    }

    @Test
    void takesTheRowsWithTheLowestIdsUpToItsLimit() {
        View view = lake.createView(
                "few",
                new ViewDefinition("frames", List.of(), Optional.of("id > 2"), OptionalLong.of(2), Optional.empty()));

        view.refresh();
        Deletes.delete(frames.handle(), "id = 3", Map.of());
        RefreshResult result = view.refresh();

        assertThat(result.mode()).isEqualTo(RefreshMode.INCREMENTAL);
        assertThat(List.of(result.added(), result.removed())).containsExactly(1L, 1L);
        assertThat(result.fragmentsRead()).as("to find the next row").containsExactly(0);
        assertThat(view.table().count("id IN (4, 5)")).isEqualTo(2);
        assertThat(view.table().count()).isEqualTo(2);
    }

    @Test
    void samplesTheSameRowsWheneverTheyCame() {
        ViewDefinition half = new ViewDefinition(
                "frames", List.of(), Optional.empty(), OptionalLong.empty(), Optional.of(new Sample(0.5, 7)));
        View early = lake.createView("early", half);
        early.refresh();
        append(10, 200);
        early.refresh();
        View late = lake.createView("late", half);

        late.refresh();

        assertThat(early.table().count()).isEqualTo(late.table().count()).isBetween(70L, 130L);
    }

    @Test
    void isRebuiltOnDemand() {
        View view = lake.createView("night", where("timeofday = 'night'"));
        view.refresh();

        RefreshResult result = view.rebuild();

        assertThat(result.why()).isEqualTo("it was asked for");
        assertThat(view.table().count()).isEqualTo(5);
    }

    @Test
    void noticesThatItsSourceWasCreatedAgain() {
        View view = lake.createView("night", where("timeofday = 'night'"));
        view.refresh();
        lake.dropTable("frames");
        frames = lake.createTable("frames", Frame.class);
        append(100, 104);

        RefreshResult result = view.refresh();

        assertThat(result.mode()).isEqualTo(RefreshMode.REBUILD);
        assertThat(result.rowsAfter()).isEqualTo(2);
    }

    @Test
    void canBeOfAView() {
        View night = lake.createView("night", where("timeofday = 'night'"));
        night.refresh();
        View crowded = lake.createView(
                "crowded",
                new ViewDefinition(
                        "night", List.of(), Optional.of("people = 2"), OptionalLong.empty(), Optional.empty()));

        crowded.refresh();
        append(10, 22);
        night.refresh();
        RefreshResult result = crowded.refresh();

        assertThat(crowded.table().schema().names()).containsExactly("id", "timeofday", "people", "__source_row_id");
        assertThat(result).hasToString("[crowded] 2 -> 4 rows (+2) version 3");
    }

    @Test
    void refusesAFilterThatGivesAnotherValueEachTime() {
        assertThatThrownBy(() -> lake.createView("v", where("random() < 0.5")))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessage("Cannot create view 'v': 'random() < 0.5' gives another value each time, so that a refresh"
                        + " could not tell what changed; store the value in a column of the source and use that");
        assertThat(lake.exists("v")).isFalse();
    }

    @Test
    void refusesAColumnThatTheSourceLacks() {
        assertThatThrownBy(() -> lake.createView("v", where("tiemofday = 'night'")))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("Cannot create view 'v': there is no column 'tiemofday'")
                .hasMessageContaining("timeofday");
        assertThat(lake.exists("v")).isFalse();
    }

    @Test
    void isNotATable() {
        assertThatThrownBy(() -> lake.openView("frames"))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessage("Cannot open view 'frames': it is a table, not a view; open it as a table");
        assertThatThrownBy(() -> lake.openView("nihgt")).isInstanceOf(NotFoundException.class);
    }

    @Test
    void saysHowFarItIsBehind() {
        View view = lake.createView("night", where("timeofday = 'night'"));
        assertThat(view.behind()).isEqualTo(new ViewLag(2, 10, Optional.of(RefreshMode.REBUILD), "it was empty"));

        view.refresh();
        assertThat(view.behind())
                .isEqualTo(new ViewLag(0, 0, Optional.of(RefreshMode.NO_OP), "the source has no new version"));

        append(10, 14);
        assertThat(view.behind()).isEqualTo(lag(1, 4, "rows were only added"));
        frames.delete("id = 11");
        assertThat(view.behind()).as("a row that came and went").isEqualTo(lag(2, 3, "rows were only added"));
        frames.delete("id IN (1, 2)");
        assertThat(view.behind()).isEqualTo(lag(3, 5, "fragments of the source changed"));
        frames.update(Map.of("people", "people + 1"), "id IN (3, 4, 12)");
        assertThat(view.behind()).as("of the old rows two").isEqualTo(lag(4, 7, "fragments of the source changed"));
        frames.optimize(Duration.ZERO);
        assertThat(view.behind().rowsEstimate())
                .as("of a fragment that was changed and compacted all")
                .isEqualTo(11);
    }

    private static ViewLag lag(long versions, long rows, String why) {
        return new ViewLag(versions, rows, Optional.of(RefreshMode.INCREMENTAL), why);
    }

    @Test
    void isUpToDateAfterARefreshThatFoundNothingToDo() {
        View view = lake.createView("night", where("timeofday = 'night'"));
        view.refresh();
        frames.addColumns(Map.of("unrelated", "id + 1"));
        assertThat(view.behind())
                .isEqualTo(new ViewLag(1, 0, Optional.of(RefreshMode.NO_OP), "nothing that the view uses has changed"));

        RefreshResult result = view.refresh();

        assertThat(result.mode()).isEqualTo(RefreshMode.NO_OP);
        assertThat(view.table().version()).isEqualTo(2);
        assertThat(view.behind().versions()).isZero();
        assertThat(view.sourceVersion()).hasValue(frames.version());
        frames.optimize(Duration.ZERO);
        assertThat(frames.versions())
                .as("the version it had come to before is let go")
                .hasSize(1);
        append(10, 12);
        assertThat(view.refresh().mode()).isEqualTo(RefreshMode.INCREMENTAL);
        assertThat(view.table().count()).isEqualTo(6);
    }

    @Test
    void saysWhyARefreshWouldBeRefused() {
        View view = lake.createView("night", where("timeofday = 'night'"));
        view.refresh();
        Columns.rename(frames.handle(), "timeofday", "hour", now -> {});

        ViewLag lag = view.behind();

        assertThat(lag.next()).isEmpty();
        assertThat(lag.why()).startsWith("Cannot refresh view 'night': there is no column 'timeofday'");
        assertThatThrownBy(view::refresh)
                .isInstanceOf(InvalidRequestException.class)
                .hasMessage(lag.why());
        assertThat(view.table().count()).as("the old view").isEqualTo(5);
        Columns.rename(frames.handle(), "hour", "timeofday", now -> {});
        assertThat(view.refresh().mode()).isEqualTo(RefreshMode.NO_OP);
    }

    @Test
    void refusesAColumnThatGotAnotherType() {
        View view = lake.createView("all", frames.query().select("id", "people"));
        view.refresh();
        Columns.drop(frames.handle(), List.of("people"), now -> {});
        Columns.add(frames.handle(), Map.of("people", "'many'"));

        assertThatThrownBy(view::refresh)
                .isInstanceOf(SchemaMismatchException.class)
                .hasMessage("Cannot refresh view 'all': column 'people' is int32 in the view, but its source gives"
                        + " utf8 now; drop the view and create it again");
        assertThat(view.table().count("people >= 0")).as("the old view").isEqualTo(10);
    }

    @Test
    void readsAColumnAnewThatTookTheNameOfAnother() {
        View view = lake.createView("all", frames.query().select("id", "people"));
        view.refresh();
        Columns.drop(frames.handle(), List.of("people"), now -> {});
        Columns.add(frames.handle(), Map.of("people", "arrow_cast(id * 10, 'Int32')"));

        RefreshResult result = view.refresh();

        assertThat(result.mode()).isEqualTo(RefreshMode.INCREMENTAL);
        assertThat(result.replaced()).as("but 0, which is 0 still").isEqualTo(9);
        assertThat(view.table().count("people = id * 10")).isEqualTo(10);
    }

    @Test
    void estimatesARebuild() {
        View all = lake.createView("all", where("id >= 0"));
        View few = lake.createView(
                "few",
                new ViewDefinition(
                        "frames",
                        List.of(Projection.column("id")),
                        Optional.empty(),
                        OptionalLong.of(4),
                        Optional.empty()));
        View half = lake.createView(
                "half",
                new ViewDefinition(
                        "frames", List.of(), Optional.empty(), OptionalLong.empty(), Optional.of(new Sample(0.5, 1))));

        assertThat(all.estimateRebuild().rows()).isEqualTo(10);
        assertThat(all.estimateRebuild().bytes()).isBetween(150L, 600L);
        assertThat(few.estimateRebuild().rows()).isEqualTo(4);
        assertThat(few.estimateRebuild().bytes()).isBetween(32L, 100L);
        assertThat(half.estimateRebuild().rows()).isEqualTo(5);
    }

    @Test
    void isWrittenByNothingButARefresh() {
        Table night = lake.createView("night", where("timeofday = 'night'")).table();

        assertThatThrownBy(() -> night.delete("true"))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessage("Cannot delete rows of view 'night': only a refresh writes a view; change its source, then"
                        + " refresh it");
        assertThatThrownBy(() -> night.update(Map.of("people", "1"), "true"))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageStartingWith("Cannot update rows of view 'night': ");
        assertThatThrownBy(() -> night.append(List.of(new Frame(1, "night", 2))))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageStartingWith("Cannot write records into view 'night': ");
    }

    @Test
    void followsItsSourceBackToAnOlderVersion() {
        View view = lake.createView("all", where("id >= 0"));
        view.refresh();
        long before = frames.version();
        frames.delete("id = 3");
        view.refresh();
        frames.restore(before);
        frames.delete("id = 7");

        RefreshResult result = view.refresh();

        assertThat(List.of(result.added(), result.removed())).containsExactly(1L, 1L);
        assertThat(view.table().count("id = 3")).isEqualTo(1);
        assertThat(view.table().count("id = 7")).isZero();
    }

    @Test
    void isRepairedAfterItWasRestoredItself() {
        View view = lake.createView("all", where("id >= 0"));
        view.refresh();
        long older = view.table().version();
        append(10, 20);
        view.refresh();
        view.table().restore(older);

        assertThat(view.sourceVersion()).hasValue(2);
        RefreshResult result = view.refresh();

        assertThat(result.mode()).isEqualTo(RefreshMode.INCREMENTAL);
        assertThat(view.table().count()).isEqualTo(20);
        assertThat(view.refresh().mode()).isEqualTo(RefreshMode.NO_OP);
    }

    @Test
    void staysIncrementalAfterItWasOptimized() {
        View view = lake.createView("all", where("id >= 0"));
        view.refresh();
        view.table().tag("checkpoint", view.table().version());
        append(10, 20);
        view.refresh();
        view.table().optimize(Duration.ZERO);
        append(20, 30);

        RefreshResult result = view.refresh();

        assertThat(result.mode()).isEqualTo(RefreshMode.INCREMENTAL);
        assertThat(result.added()).isEqualTo(10);
        assertThat(view.table().count()).isEqualTo(30);
    }

    @Test
    void isRefreshedOnceByTwoAtTheSameTime() throws Exception {
        View view = lake.createView("all", where("id >= 0"));
        view.refresh();
        append(10, 200);
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<Future<RefreshResult>> refreshes = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                refreshes.add(threads.submit(() -> view.refresh()));
            }
            for (Future<RefreshResult> refresh : refreshes) {
                refresh.get();
            }
        } finally {
            threads.shutdownNow();
        }

        assertThat(view.table().count()).isEqualTo(200);
        assertThat(view.table()
                        .sql("SELECT count(DISTINCT id) AS n FROM t")
                        .rows()
                        .get(0)
                        .longValue("n"))
                .isEqualTo(200);
    }

    @Test
    void keepsTheColumnsOfItsSourceFromBeingDropped() {
        lake.createView("night", where("timeofday = 'night'"));

        assertThatThrownBy(() -> frames.dropColumns("timeofday"))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessage(
                        "Cannot drop columns of table 'frames': view 'night' reads it; drop the view first, or create"
                                + " it again without the column");
    }

    @Test
    void hasColumnsThatItsDefinitionFixes() {
        View view = lake.createView("night", where("timeofday = 'night'"));

        assertThatThrownBy(() -> view.table().dropColumns("__source_row_id"))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessage(
                        "Cannot drop columns of view 'night': its columns are fixed by its definition; create a view"
                                + " with other columns");
    }

    @Test
    void refusesAFilterWhoseColumnWouldBeTakenForText() {
        assertThatThrownBy(() -> lake.createView("v", where("\"timeofday\" = 'night'")))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("means the text, not the column");
    }

    private static Feature length(int version) {
        return Feature.of("length", Types.INT32)
                .version(version)
                .from("timeofday", InputType.STRING)
                .map(time -> time.length() + version);
    }

    @Test
    void keepsTheFeaturesOfRowsThatStay() {
        View view = lake.createView("few", where("people < 2"));
        view.refresh();
        view.table().addFeatures(length(1));
        view.table().backfill("length").run();
        append(10, 13);
        frames.update(Map.of("timeofday", "'dusk'"), "id = 0");
        frames.delete("id = 1");

        RefreshResult refreshed = view.refresh();

        assertThat(refreshed.mode()).isEqualTo(RefreshMode.INCREMENTAL);
        assertThat(List.of(refreshed.added(), refreshed.removed(), refreshed.replaced()))
                .containsExactly(2L, 1L, 1L);
        CellCounts cells = view.table().feature("length").cells();
        assertThat(List.of(cells.fresh(), cells.missing(), cells.stale()))
                .as("new and replaced rows are missing")
                .containsExactly(5L, 3L, 0L);
        assertThat(view.table().backfill("length").run().rowsComputed()).isEqualTo(3);
        assertThat(view.table().count("id = 0 AND length = 5")).isEqualTo(1);
        assertThat(view.refresh().mode()).isEqualTo(RefreshMode.NO_OP);
    }

    @Test
    void keepsTheFeaturesOfRowsThatARebuildFindsUnchanged() {
        View view = lake.createView("night", where("timeofday = 'night'"));
        view.refresh();
        view.table().addFeatures(length(1));
        view.table().backfill("length").run();
        frames.update(Map.of("people", "people + 1"), "id = 4");

        RefreshResult rebuilt = view.rebuild();

        assertThat(List.of(rebuilt.added(), rebuilt.removed(), rebuilt.replaced()))
                .containsExactly(0L, 0L, 1L);
        assertThat(view.table().feature("length").cells().fresh()).isEqualTo(4);
        assertThat(view.table().feature("length").cells().missing()).isEqualTo(1);
    }

    @Test
    void keepsItsIndexesWhichFindWhatAScanFinds() {
        View view = lake.createView("few", where("people < 2"));
        view.refresh();
        view.table().createIndex(Index.fullText("timeofday"));
        view.table().createIndex(Index.btree("id"));
        append(10, 13);
        frames.update(Map.of("timeofday", "'dusk'"), "id IN (0, 3)");
        frames.delete("id = 1");
        for (int round = 0; round < 3; round++) {
            if (round == 1) {
                frames.update(Map.of("people", "5"), "true");
            } else if (round == 2) {
                frames.update(Map.of("people", "0"), "id > 2");
            }
            assertThat(view.refresh().mode()).isEqualTo(RefreshMode.INCREMENTAL);
            assertThat(view.table().indexes()).extracting(IndexStatus::name).contains("timeofday_idx", "id_idx");
            for (String word : round == 1 ? List.<String>of() : List.of("night", "daytime", "dusk")) {
                assertThat(view.table().searchText(word).limit(100).rows())
                        .as(word + " in round " + round)
                        .hasSize((int) view.table().count("timeofday || '' = '" + word + "'"));
            }
            for (int id = 0; id < 13; id++) {
                assertThat(view.table().count("id = " + id))
                        .isEqualTo(view.table().count("id + 0 = " + id));
            }
            view.table().updateIndexes();
        }
        assertThat(view.table().count()).isEqualTo(10);
    }

    @Test
    void hasVersionsAndTagsOfItsOwn() {
        View view = lake.createView("all", where("id >= 0"));
        view.refresh();
        view.table().tag("first", view.table().version());
        append(10, 20);
        view.refresh();
        view.table().optimize(Duration.ZERO);

        assertThat(view.table().at("first").count()).isEqualTo(10);
        assertThat(view.table().versions()).extracting(TableVersion::operation).contains("refresh rebuild");
    }
}
