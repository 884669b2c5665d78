// SPDX-License-Identifier: Apache-2.0
package dev.joust.driving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.joust.driving.bdd100k.ImageFolder;
import dev.joust.driving.bdd100k.ReadOptions;
import dev.joust.driving.bdd100k.RecordReader;
import dev.joust.driving.synth.SyntheticDataset;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PortionTest {
    private static final int FRAMES = 12;
    private static final long SECOND = 1_000_000_000;

    @TempDir
    private Path folder;

    private RecordReader<Image> reader;
    private long nanos;

    @BeforeEach
    void draw() {
        SyntheticDataset.in(folder).frames(FRAMES).seed(3).size(160, 120).write();
        reader = ImageFolder.open(folder).images(ReadOptions.defaults());
    }

    @Test
    void endsWithTheImageThatReachesTheBytes() {
        Portion<Image> first = portion(PortionLimits.none().withCommitBytes(reader.bytesTotal() / 2));

        long bytes = 0;
        while (first.hasNext()) {
            assertThat(bytes).isLessThan(reader.bytesTotal() / 2);
            bytes += first.next().imageBytes().length;
        }

        assertThat(bytes).isGreaterThanOrEqualTo(reader.bytesTotal() / 2).isEqualTo(reader.bytesRead());
        assertThat(first.end()).isEqualTo(Portion.End.FULL);
        assertThatThrownBy(first::next).isInstanceOf(NoSuchElementException.class);
    }

    @Test
    void endsWhenItsTimeHasPassedSinceItsFirstImage() {
        Portion<Image> first = portion(PortionLimits.none().withCommitSeconds(30));
        nanos = 100 * SECOND;
        first.next();
        nanos += 29 * SECOND;
        assertThat(first.hasNext()).isTrue();
        first.next();
        nanos += SECOND;

        assertThat(first.hasNext()).isFalse();
        assertThat(first.end()).isEqualTo(Portion.End.FULL);
        assertThat(reader.rowsRead()).isEqualTo(2);
    }

    @Test
    void isFollowedByOneThatBeginsWhereItEnds() {
        List<String> ids = new ArrayList<>();
        int portions = 0;
        Portion<Image> portion;
        do {
            portion = portion(PortionLimits.none().withCommitBytes(1));
            portion.forEachRemaining(image -> ids.add(image.imageId()));
            portions++;
        } while (portion.end() == Portion.End.FULL);

        assertThat(ids).hasSize(FRAMES).isSorted().doesNotHaveDuplicates();
        assertThat(portions).isEqualTo(FRAMES + 1);
        assertThat(portion.end()).isEqualTo(Portion.End.ALL_READ);
    }

    @Test
    void looksAtNoImageOnceItIsAskedToStop() {
        Portion<Image> stopped =
                new Portion<>(reader, PortionLimits.none(), () -> reader.rowsRead() == 3, System::nanoTime);

        stopped.forEachRemaining(image -> {});

        assertThat(stopped.end()).isEqualTo(Portion.End.STOPPED);
        assertThat(reader.rowsRead()).isEqualTo(3);
    }

    @Test
    void refusesLimitsThatAreNotPositive() {
        assertThatThrownBy(() -> PortionLimits.defaults().withCommitBytes(0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("commitBytes must be positive but was 0");
        assertThatThrownBy(() -> PortionLimits.defaults().withCommitSeconds(Double.NaN))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("commitSeconds must be positive but was NaN");
    }

    private Portion<Image> portion(PortionLimits limits) {
        return new Portion<>(reader, limits, () -> false, () -> nanos);
    }
}
