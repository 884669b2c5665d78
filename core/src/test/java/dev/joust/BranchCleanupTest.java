// SPDX-License-Identifier: Apache-2.0
package dev.joust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.joust.error.InvalidRequestException;
import dev.joust.error.StorageException;
import dev.joust.feature.Feature;
import dev.joust.feature.InputType;
import dev.joust.index.Index;
import dev.joust.schema.Types;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a table removes while it has branches: nothing that they need. */
class BranchCleanupTest {
    record Frame(long id, String caption) {}

    private static final Feature LENGTH = Feature.of("caption_length", Types.INT32)
            .version(1)
            .from("caption", InputType.STRING)
            .map(String::length);

    @TempDir
    Path folder;

    private Lake lake;
    private Table frames;
    private long begin;

    @BeforeEach
    void aTableThatWentOnAfterItsBranch() {
        lake = Joust.open(folder);
        frames = lake.createTable("frames", Frame.class);
        frames.addFeatures(LENGTH);
        for (int part = 0; part < 5; part++) {
            frames.append(List.of(new Frame(part * 2L, "car " + part), new Frame(part * 2L + 1, "bus " + part)));
        }
        frames.backfill("caption_length").run();
        frames.createIndex(Index.fullText("caption"));
        frames.createIndex(Index.btree("id"));
        frames.delete("id = 3");
        begin = frames.version();
        frames.createBranch("try");
        frames.append(List.of(new Frame(10, "car 10")));
        frames.delete("id < 8");
    }

    @AfterEach
    void close() {
        lake.close();
    }

    /** With new handles, so that nothing is found in memory. */
    private void requireWholeBranch() {
        lake.close();
        lake = Joust.open(folder);
        frames = lake.openTable("frames");
        Table branch = frames.branch("try");
        assertThat(branch.query().orderBy("id").rows())
                .extracting(row -> row.longValue("id"))
                .containsExactly(0L, 1L, 2L, 4L, 5L, 6L, 7L, 8L, 9L);
        assertThat(branch.searchText("car").rows()).hasSize(5);
        assertThat(branch.count("id = 4")).isEqualTo(1);
        assertThat(branch.feature("caption_length").cells().fresh()).isEqualTo(9);
    }

    @Test
    void aBranchReadsAllItsRowsAfterItsTableWasCompactedAndCleaned() {
        OptimizeResult first = frames.optimize(Duration.ZERO);
        frames.append(List.of(new Frame(11, "car 11")));
        frames.optimize(Duration.ZERO);

        assertThat(first.fragmentsAfter()).isEqualTo(1);
        assertThat(frames.versions()).extracting(TableVersion::version).containsExactly(begin, frames.version());
        requireWholeBranch();
    }

    @Test
    void aBranchReadsAllItsRowsAfterItsTableWasRestoredAndCleaned() {
        frames.restore(2);
        frames.optimize(Duration.ZERO);

        assertThat(frames.count()).isZero();
        requireWholeBranch();
    }

    @Test
    void changesOfTheBranchOutliveCleanupsOfTheTable() {
        Table branch = frames.branch("try");
        branch.append(List.of(new Frame(12, "car 12")));
        branch.delete("id = 0");
        branch.backfill("caption_length").run();

        frames.optimize(Duration.ZERO);
        frames.optimize(Duration.ZERO);

        assertThat(branch.count()).isEqualTo(9);
        assertThat(branch.feature("caption_length").cells().fresh()).isEqualTo(9);
        assertThat(branch.searchText("car").rows()).hasSize(5);
        assertThat(branch.at(begin).count()).isEqualTo(9);
    }

    @Test
    void theVersionThatItBeginsWithGoesOnceItIsDropped() {
        frames.dropBranch("try");

        frames.optimize(Duration.ZERO);

        assertThat(frames.versions()).hasSize(1);
        assertThat(folder.resolve("frames.lance").resolve("data")).isDirectoryContaining("glob:**.lance");
        assertThat(folder.resolve("frames.lance").resolve("data").toFile().list())
                .hasSize(1);
        assertThat(frames.count()).isEqualTo(3);
    }

    @Test
    void aTableWithBranchesIsNotDropped() {
        assertThatThrownBy(() -> lake.dropTable("frames"))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessage("Cannot drop table 'frames': it has branch 'try', whose rows would go with it; drop the"
                        + " branch first");
        frames.createBranch("two");
        assertThatThrownBy(() -> lake.dropTable("frames"))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessage("Cannot drop table 'frames': it has branches 'try', 'two', whose rows would go with it;"
                        + " drop the branches first");
        requireWholeBranch();

        frames.dropBranch("try");
        frames.dropBranch("two");
        lake.dropTable("frames");

        assertThat(lake.exists("frames")).isFalse();
    }

    @Test
    void nothingIsRemovedWhereNobodyKnowsWhatABranchNeeds() throws IOException {
        Path file = folder.resolve("frames.lance/_refs/branches/try.json");
        byte[] whole = Files.readAllBytes(file);
        Files.write(file, new byte[0]);

        assertThat(frames.optimize(Duration.ZERO).versionsRemoved()).isZero();

        Files.write(file, whole);
        requireWholeBranch();
    }

    @Test
    void whatAKilledMakerOfABranchLeftIsNamed() throws IOException {
        Files.delete(folder.resolve("frames.lance/_refs/branches/try.json"));

        assertThat(frames.branches()).isEmpty();
        assertThatThrownBy(() -> frames.createBranch("try"))
                .isInstanceOf(StorageException.class)
                .hasMessage("Cannot make branch 'try' of table 'frames': '" + folder.toAbsolutePath()
                        + "/frames.lance/tree/try' is in the way, as a process leaves it that is killed while it makes a"
                        + " branch; delete the folder or choose another name");
        assertThat(frames.createBranch("two").count()).isEqualTo(3);
    }
}
