// SPDX-License-Identifier: Apache-2.0
package dev.joust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.joust.error.JoustException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TableVersionsTest {
    record Frame(long id, String scene) {}

    @TempDir
    Path folder;

    private Lake lake;
    private Table frames;

    @BeforeEach
    void aTableOfThreeVersions() {
        lake = Joust.open(folder);
        frames = lake.createTable("frames", Frame.class);
        frames.append(List.of(new Frame(1, "tunnel"), new Frame(2, "highway")));
        frames.append(List.of(new Frame(3, "highway")));
    }

    @AfterEach
    void close() {
        lake.close();
    }

    @Test
    void areListedWithTimeAndOperation() {
        Instant start = Instant.now().minusSeconds(600);
        frames.update(Map.of("scene", "'city'"), "id = 1");
        frames.addColumns(Map.of("twice", "id * 2"));
        frames.delete("id = 2");
        frames.tag("release", 2);

        List<TableVersion> versions = frames.versions();

        assertThat(versions).extracting(TableVersion::version).containsExactly(1L, 2L, 3L, 4L, 5L, 6L);
        assertThat(versions).extracting(TableVersion::rows).containsExactly(0L, 2L, 3L, 3L, 3L, 2L);
        assertThat(versions)
                .extracting(TableVersion::operation)
                .containsExactly("create", "append", "append", "update", "add columns", "delete");
        assertThat(versions).extracting(TableVersion::job).containsOnly(Optional.empty());
        assertThat(versions)
                .extracting(TableVersion::tags)
                .containsExactly(List.of(), List.of("release"), List.of(), List.of(), List.of(), List.of());
        assertThat(versions).extracting(TableVersion::time).isSorted().allMatch(time -> time.isAfter(start));
    }

    @Test
    void areReadByQueries() {
        frames.delete("id = 1");

        assertThat(frames.query().atVersion(2).as(Frame.class))
                .containsExactly(new Frame(1, "tunnel"), new Frame(2, "highway"));
        assertThat(frames.sql("SELECT count(*) AS n FROM t")
                        .atVersion(3)
                        .rows()
                        .get(0)
                        .longValue("n"))
                .isEqualTo(3);
        assertThat(frames.query().atVersion(1).count()).isZero();
        assertRefused(
                "Cannot read table 'frames' at version 9: there is no such version, or it was cleaned up; the newest is"
                        + " 4",
                () -> frames.query().atVersion(9).rows());
        assertRefused(
                "Cannot read table 'frames' at version 0: there is no such version, or it was cleaned up; the newest is"
                        + " 4",
                () -> frames.query().atVersion(0).count());
    }

    @Test
    void areNamedByTags() {
        frames.tag("first", 2);
        frames.tag("v1.0", 3);

        assertThat(frames.tags()).containsExactly(Map.entry("first", 2L), Map.entry("v1.0", 3L));
        frames.dropTag("first");
        assertThat(frames.tags()).containsExactly(Map.entry("v1.0", 3L));
        assertThat(frames.version()).isEqualTo(3);
        assertRefused(
                "Cannot tag version 2 of table 'frames': the tag 'v1.0' names version 3 already; drop it first or"
                        + " choose another name",
                () -> frames.tag("v1.0", 2));
        assertRefused(
                "Cannot open version 7 of table 'frames': its versions are 1-3; choose one of these",
                () -> frames.tag("seven", 7));
        assertRefused(
                "Cannot use the tag name '../x': it holds '/' at position 2; use letters, digits, '_', '-' and '.',"
                        + " starting with a letter, a digit or '_'",
                () -> frames.tag("../x", 2));
        assertRefused(
                "Cannot drop tag 'frist' of table 'frames': there is no such tag; its tags are v1.0",
                () -> frames.dropTag("frist"));
    }

    @Test
    void areRestoredAsANewVersion() {
        frames.delete("true");
        assertThat(frames.count()).isZero();

        long version = frames.restore(3);

        assertThat(version).isEqualTo(5);
        assertThat(frames.query().as(Frame.class))
                .containsExactly(new Frame(1, "tunnel"), new Frame(2, "highway"), new Frame(3, "highway"));
        assertThat(frames.versions().get(4).operation()).isEqualTo("restore 3");
        assertThat(frames.query().atVersion(4).count()).isZero();
        frames.append(List.of(new Frame(4, "after")));
        assertThat(frames.count()).isEqualTo(4);
        assertRefused(
                "Cannot open version 99 of table 'frames': its versions are 1-6; choose one of these",
                () -> frames.restore(99));
        assertThat(frames.version()).isEqualTo(6);
    }

    private static void assertRefused(String message, ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOf(JoustException.class).hasMessage(message);
    }
}
