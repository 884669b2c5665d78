// SPDX-License-Identifier: Apache-2.0
package dev.joust.cli.print;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProgressPrinterTest {
    private long nanos;

    @Test
    void tellsOnlyTheTimeWhereNothingIsKnownOfRows() {
        FakeTerminal log = FakeTerminal.plain(80);
        ProgressPrinter lines = printer(new LineProgress(log.terminal().stderr()));
        FakeTerminal screen = FakeTerminal.drawing(80);
        ProgressPrinter bar = printer(new BarProgress(screen.terminal()));

        lines.begin("refresh", OptionalLong.empty());
        bar.begin("refresh", OptionalLong.empty());
        passSeconds(6);
        lines.tick();
        lines.close();
        bar.close();

        assertThat(log.stderr()).isEqualTo("refresh: 6.0 s so far\n");
        assertThat(screen.stderr()).isEqualTo("\r\033[Krefresh  0 ms\r\033[Krefresh  6.0 s\n");
    }

    @Test
    void writesJsonLinesForProgressCheckpointsAndCommits() {
        FakeTerminal fake = FakeTerminal.plain(80);
        ProgressPrinter progress = printer(new JsonProgress(fake.terminal().stderr()));

        progress.begin("backfill dhash", OptionalLong.of(1000));
        passSeconds(2);
        progress.advance(200);
        progress.checkpoint();
        progress.advance(200);
        progress.commit(7);
        progress.close();

        assertThat(fake.stderr()).isEqualTo("""
                        {"event":"progress","stage":"backfill dhash","rows_done":0,"rows_total":1000,"rows_per_second":0.0,"eta_seconds":null}
                        {"event":"checkpoint","stage":"backfill dhash","rows_done":200,"rows_total":1000,"rows_per_second":100.0,"eta_seconds":8.0}
                        {"event":"commit","stage":"backfill dhash","rows_done":400,"rows_total":1000,"rows_per_second":200.0,"eta_seconds":3.0,"version":7}
                        {"event":"progress","stage":"backfill dhash","rows_done":400,"rows_total":1000,"rows_per_second":200.0,"eta_seconds":3.0}
                        """);
    }

    @Test
    void writesALineNowAndThenAndOneAtTheEndOfAStage() {
        FakeTerminal fake = FakeTerminal.plain(80);
        ProgressPrinter progress = printer(new LineProgress(fake.terminal().stderr()));

        progress.begin("ingest", OptionalLong.empty());
        for (int second = 1; second <= 11; second++) {
            passSeconds(1);
            progress.advance(100);
            progress.tick();
        }
        progress.begin("index", OptionalLong.of(10));
        passSeconds(6);
        progress.reach(4);
        progress.tick();
        progress.close();

        assertThat(fake.stderr()).isEqualTo("""
                        ingest: 500 rows, 100 rows/s
                        ingest: 1,000 rows, 100 rows/s
                        ingest: 1,100 rows in 11 s
                        index: 4 of 10 rows, 0.7 rows/s, 9.0 s left
                        index: 4 of 10 rows in 6.0 s
                        """);
    }

    @Test
    void drawsOneLineAgainAndAgainOnATerminal() {
        FakeTerminal fake = FakeTerminal.drawing(100);
        ProgressPrinter progress = printer(new BarProgress(fake.terminal()));

        progress.begin("ingest", OptionalLong.of(1000));
        passSeconds(1);
        progress.reach(510);
        progress.tick();
        passSeconds(1);
        progress.reach(1000);
        progress.commit(3);
        progress.close();

        assertThat(fake.stderr().split("\r\033\\[K", -1))
                .containsExactly(
                        "",
                        "ingest   ·······················   0%  0 of 1,000 rows  0.0 rows/s  0 ms",
                        "ingest  ████████████▎···········  51%  510 of 1,000 rows  510 rows/s  961 ms left",
                        "ingest  ████████████████████████ 100%  1,000 of 1,000 rows  500 rows/s  0 ms left  version 3",
                        "ingest  ████████████████████████ 100%  1,000 of 1,000 rows  500 rows/s  2.0 s  version 3\n");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            ignoreLeadingAndTrailingWhitespace = false,
            value = {
                "120|backfill has_person, dhash  ████████████ ···········  50%  500,000 of 1,000,000 rows  50,000 rows/s"
                        + "  10 s left",
                "100|backfill has_person, dhash  ████ ···  50%  500,000 of 1,000,000 rows  50,000 rows/s  10 s left",
                "80|backfill has_person, dhash  ████ ···  50%  500,000 of 1,000,000 rows  10 s left",
                "60|backfill has_person, dhash  ████ ···  50%  10 s left",
                "50|backfill has_person, d…  ████ ···  50%  10 s left",
                "40|backfill has…  ████ ···  50%  10 s left"
            })
    void leavesOutWhatMattersLeastOnANarrowTerminal(int columns, String line) {
        FakeTerminal fake = FakeTerminal.drawing(columns);
        ProgressPrinter progress = printer(new BarProgress(fake.terminal()));

        progress.begin("backfill has_person, dhash", OptionalLong.of(1_000_000));
        passSeconds(10);
        progress.reach(500_000);
        progress.tick();

        String[] drawn = fake.stderr().split("\r\033\\[K", -1);
        assertThat(drawn[drawn.length - 1]).isEqualTo(line);
        progress.close();
    }

    @Test
    void neverDrawsALineThatWraps() {
        FakeTerminal fake = FakeTerminal.drawing(40);
        ProgressPrinter progress = printer(new BarProgress(fake.terminal()));

        progress.begin("a stage with a long name", OptionalLong.of(1_000_000));
        progress.close();

        assertThat(fake.stderr().split("\r\033\\[K", -1))
                .allSatisfy(line -> assertThat(line.strip()).hasSizeLessThan(40));
    }

    @Test
    void showsNothingAfterItsEnd() {
        FakeTerminal fake = FakeTerminal.plain(80);
        ProgressPrinter progress = printer(new JsonProgress(fake.terminal().stderr()));
        progress.begin("ingest", OptionalLong.empty());
        progress.close();
        String before = fake.stderr();

        progress.tick();
        progress.commit(1);
        progress.close();

        assertThat(fake.stderr()).isEqualTo(before);
    }

    @Test
    void goesOnByItsOwnClockWhileAStageSaysNothing() {
        FakeTerminal fake = FakeTerminal.plain(80);

        try (ProgressPrinter progress = ProgressPrinter.start(fake.terminal(), true)) {
            progress.begin("ingest", OptionalLong.empty());
            long deadline = System.nanoTime() + 10_000_000_000L;
            while (fake.stderr().lines().count() < 3 && System.nanoTime() < deadline) {
                Thread.onSpinWait();
            }
        }

        assertThat(fake.stderr().lines().count()).isGreaterThanOrEqualTo(3);
    }

    private ProgressPrinter printer(ProgressDisplay display) {
        return new ProgressPrinter(display, () -> nanos, null);
    }

    private void passSeconds(long seconds) {
        nanos += seconds * 1_000_000_000L;
    }
}
