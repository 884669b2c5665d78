// SPDX-License-Identifier: Apache-2.0
package dev.joust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.joust.error.InvalidRequestException;
import dev.joust.feature.SqlFeature;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OwnTablesTest {
    record Frame(long id) {}

    @TempDir
    Path folder;

    private Lake lake;
    private Table jobs;

    @BeforeEach
    void aLakeInWhichAJobRan() {
        lake = Joust.open(folder);
        Table frames = lake.createTable("frames", Frame.class);
        frames.append(List.of(new Frame(1)));
        frames.addColumns(new SqlFeature("twice", "id * 2"));
        jobs = lake.openTable("_joust_jobs");
    }

    @AfterEach
    void closeTheLake() {
        lake.close();
    }

    private static void assertRefused(String verb, ThrowingCallable change) {
        assertThatThrownBy(change)
                .isInstanceOf(InvalidRequestException.class)
                .hasMessage(
                        "Cannot " + verb + " table '_joust_jobs': it is one of Joust's own, which only Joust writes;"
                                + " it can be read and copied");
    }

    @Test
    void areNotChangedByAnybodyElse() {
        long version = jobs.version();

        assertRefused("delete from", () -> jobs.delete("true"));
        assertRefused("update", () -> jobs.update(Map.of("state", "'done'"), "true"));
        assertRefused("append to", () -> jobs.appendRows(List.of(Map.of("id", "x"))));
        assertRefused("upsert into", () -> jobs.upsert(List.of(new Frame(1))));
        assertRefused("drop columns of", () -> jobs.dropColumns("message"));
        assertRefused("rename a column of", () -> jobs.renameColumn("message", "m"));
        assertRefused("add columns to", () -> jobs.addColumns(Map.of("n", "1")));
        assertRefused("restore", () -> jobs.restore(1));
        assertRefused("drop", () -> lake.dropTable("_joust_jobs"));

        assertThat(jobs.version()).isEqualTo(version);
        assertThat(lake.jobs()).hasSize(1);
    }

    @Test
    void canBeReadAndKeptInOrder() {
        assertThat(jobs.query().select("kind").rows()).hasSize(1);
        jobs.tag("today", jobs.version());
        jobs.optimize(Duration.ofDays(7));

        assertThat(lake.createTable("copied", jobs.query()).count()).isEqualTo(1);
        assertThat(lake.jobs()).hasSize(1);
    }
}
