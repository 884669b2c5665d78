// SPDX-License-Identifier: Apache-2.0
package dev.joust.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Kills processes with SIGKILL in the middle of backfills and of what surrounds them, at moments that they report,
 * until they are done, and looks at the table after each.
 *
 * <p>{@code -Djoust.crash.kills=50} says how often, {@code -Dtest.seed=N} where, {@code -Djoust.crash.life=SYNC} in the
 * middle of what.
 */
class CrashTest {
    private static final Logger LOG = LoggerFactory.getLogger(CrashTest.class);
    private static final List<Life> LIVES = Stream.of(Life.values())
            .filter(life -> life.name().equals(System.getProperty("joust.crash.life", life.name())))
            .toList();
    private static final int KILLS = Integer.getInteger("joust.crash.kills", 15);
    private static final long SEED = Long.getLong("test.seed", 1);

    @TempDir
    Path folder;

    @Test
    void aBackfillThatIsKilledAnywhereLosesNothingAndRepeatsNoMoreThanItsOpenCheckpoints() throws Exception {
        Random random = new Random(SEED);
        Map<Moment, Integer> kills = new EnumMap<>(Moment.class);
        List<LivedLife> lives = new ArrayList<>();
        for (int i = 0; kills(lives) < KILLS; i++) {
            Life life = LIVES.get(i % LIVES.size());
            try {
                LivedLife lived = new LivedLife(life, folder.resolve(i + "-" + life), random);
                lives.add(lived);
                lived.live(kills, Math.min(KILLS - kills(lives), (KILLS + LIVES.size() - 1) / LIVES.size()));
            } catch (Exception | AssertionError e) {
                throw new AssertionError("seed " + SEED + ", life " + i + " " + life + ": " + e.getMessage(), e);
            }
        }
        String report = report(kills, lives);
        LOG.warn(report);
        assertThat(kills.values().stream().mapToInt(Integer::intValue).sum())
                .as(report)
                .isEqualTo(KILLS);
        if (LIVES.size() == Life.values().length) {
            assertThat(kills.keySet()).as(report).extracting(Moment::part).contains(Moment.Part.values());
        }
    }

    private static int kills(List<LivedLife> lives) {
        return lives.stream().mapToInt(LivedLife::kills).sum();
    }

    private static String report(Map<Moment, Integer> kills, List<LivedLife> lives) {
        List<String> lines = new ArrayList<>();
        long repeated = lives.stream().mapToLong(LivedLife::repeated).sum();
        lines.add("seed " + SEED + ": " + kills(lives) + " kills " + kills + ", " + repeated
                + " calls repeated, allowed " + (long) kills(lives) * LivedLife.MAX_REPEATED);
        lives.forEach(life -> lines.add(life.toString()));
        return String.join("\n", lines);
    }
}
