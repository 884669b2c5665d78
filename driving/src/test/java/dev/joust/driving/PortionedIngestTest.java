// SPDX-License-Identifier: Apache-2.0
package dev.joust.driving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.joust.Joust;
import dev.joust.Lake;
import dev.joust.driving.bdd100k.OnError;
import dev.joust.driving.bdd100k.Problem;
import dev.joust.driving.synth.SyntheticDataset;
import dev.joust.error.InvalidRequestException;
import dev.joust.job.Cancellation;
import dev.joust.query.Row;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PortionedIngestTest {
    private static final int FRAMES = 40;
    private static final PortionLimits ONE_IMAGE = PortionLimits.defaults().withCommitBytes(1);

    @TempDir
    private Path folder;

    private final List<IngestCommit> commits = new ArrayList<>();
    private Path footage;
    private Lake lake;

    @BeforeEach
    void draw() {
        footage = folder.resolve("footage");
        SyntheticDataset.in(footage).frames(FRAMES).seed(3).size(160, 120).write();
        lake = Joust.open(folder.resolve("lake"));
    }

    @AfterEach
    void close() {
        lake.close();
    }

    @Test
    void commitsWheneverSoManyBytesAreRead() throws IOException {
        long bytes = 0;
        for (Path image : images()) {
            bytes += Files.size(image);
        }

        IngestResult result = ingest(PortionLimits.defaults().withCommitBytes(bytes / 4))
                .onCommit(commits::add)
                .bdd100k(footage);

        assertThat(commits).hasSizeBetween(4, 5);
        assertThat(commits).isSortedAccordingTo((a, b) -> Long.compare(a.rowsAdded(), b.rowsAdded()));
        assertThat(commits.get(commits.size() - 1)).isEqualTo(new IngestCommit(FRAMES, result.version()));
        assertThat(result.rowsAdded()).isEqualTo(FRAMES);
        assertThat(result.rowsTotal()).isEqualTo(FRAMES);
        assertThat(lake.openTable("bdd100k").at(commits.get(0).version()).count())
                .isEqualTo(commits.get(0).rowsAdded());
        assertAllThereOnce();
    }

    @Test
    void commitsWhenSoMuchTimeHasPassed() {
        IngestResult result = ingest(PortionLimits.defaults().withCommitSeconds(1e-9))
                .onCommit(commits::add)
                .bdd100k(footage);

        assertThat(commits).hasSize(FRAMES);
        assertThat(result.version()).isEqualTo(1 + FRAMES);
    }

    @Test
    void keepsWhatIsCommittedWhenItFailsAndAddsTheRestTheNextTime() {
        assertThatThrownBy(() -> ingest(ONE_IMAGE)
                        .onCommit(failAt(12, new IllegalStateException("the power is gone")))
                        .bdd100k(footage))
                .hasMessage("the power is gone");
        assertThat(lake.openTable("bdd100k").count()).isEqualTo(12);

        IngestResult rest = ingest(PortionLimits.defaults()).bdd100k(footage);

        assertThat(rest.rowsPresent()).isEqualTo(12);
        assertThat(rest.rowsAdded()).isEqualTo(FRAMES - 12);
        assertAllThereOnce();
    }

    @Test
    void commitsWhatIsReadWhenItIsAskedToStop() {
        Cancellation cancellation = new Cancellation();

        assertThatThrownBy(() -> ingest(PortionLimits.defaults())
                        .onCommit(commits::add)
                        .cancellation(cancellation)
                        .onProgress((done, total) -> {
                            if (done == 7) {
                                cancellation.request();
                            }
                        })
                        .bdd100k(footage))
                .isInstanceOf(CancellationException.class);

        assertThat(commits).containsExactly(new IngestCommit(7, 2));
        assertThat(lake.openTable("bdd100k").count()).isEqualTo(7);
        assertThat(ingest(ONE_IMAGE).bdd100k(footage).rowsAdded()).isEqualTo(FRAMES - 7);
        assertAllThereOnce();
    }

    @Test
    void createsNoTableWhenItIsAskedToStopBeforeTheFirstImage() {
        Cancellation cancellation = new Cancellation();
        cancellation.request();

        assertThatThrownBy(() -> ingest(ONE_IMAGE).cancellation(cancellation).bdd100k(footage))
                .isInstanceOf(CancellationException.class);

        assertThat(lake.exists("bdd100k")).isFalse();
    }

    @Test
    void isDoneWhenTheRequestToStopComesAfterTheLastImage() {
        Cancellation cancellation = new Cancellation();

        IngestResult result = ingest(PortionLimits.defaults())
                .cancellation(cancellation)
                .onCommit(commit -> cancellation.request())
                .bdd100k(footage);

        assertThat(result.rowsAdded()).isEqualTo(FRAMES);
    }

    @Test
    void addsAllOrNothingIfAProblemIsTheEnd() throws IOException {
        ingest(ONE_IMAGE).bdd100k(footage, List.of("val"));
        long before = lake.openTable("bdd100k").version();
        List<Path> train = images("train");
        Path broken = train.get(train.size() - 1);
        Files.write(broken, new byte[] {1, 2, 3});

        assertThatThrownBy(() -> ingest(ONE_IMAGE)
                        .onError(OnError.FAIL)
                        .onCommit(commits::add)
                        .bdd100k(footage))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageStartingWith("Cannot ingest 'images/100k/train/" + broken.getFileName() + "': ");

        assertThat(commits).isEmpty();
        assertThat(lake.openTable("bdd100k").version()).isEqualTo(before);
    }

    @Test
    void addsAllAtOnceIfAProblemWouldBeTheEnd() {
        ingest(ONE_IMAGE).onError(OnError.FAIL).onCommit(commits::add).bdd100k(footage);

        assertThat(commits).containsExactly(new IngestCommit(FRAMES, 2));
    }

    @Test
    void addsNothingIfItIsAskedToStopAndAProblemWouldBeTheEnd() {
        Cancellation cancellation = new Cancellation();

        assertThatThrownBy(() -> ingest(ONE_IMAGE)
                        .onError(OnError.FAIL)
                        .cancellation(cancellation)
                        .onProgress((done, total) -> cancellation.request())
                        .bdd100k(footage))
                .isInstanceOf(CancellationException.class);

        assertThat(lake.exists("bdd100k")).isFalse();
    }

    @Test
    void reportsAnIdOnceThatIsInTwoPortions() throws IOException {
        Path train = images("train").get(0);
        Path val = Files.copy(
                images("val").get(0), footage.resolve("images/100k/val").resolve(train.getFileName()));
        String name = val.getFileName().toString();

        IngestResult result = ingest(ONE_IMAGE).bdd100k(footage);

        assertThat(result.rowsAdded()).isEqualTo(FRAMES);
        assertThat(result.rowsSkipped()).isEqualTo(1);
        assertThat(result.problems())
                .containsExactly(new Problem(
                        "images/100k/val/" + name,
                        "image id '" + name.replace(".jpg", "") + "' occurs in split 'train' too, and was read there"));
        assertAllThereOnce();
    }

    @Test
    void seesWhatAnotherWriterAddsBetweenTwoPortions() throws IOException {
        Path changed = folder.resolve("changed");
        SyntheticDataset.in(changed).frames(FRAMES).seed(3).size(160, 120).write();
        List<Path> val = images("val");
        Path other = changed.resolve(footage.relativize(val.get(val.size() - 1)));
        byte[] bytes = Files.readAllBytes(other);
        bytes[bytes.length / 2] ^= 1;
        Files.write(other, bytes);

        IngestResult result = ingest(ONE_IMAGE)
                .onCommit(commit -> {
                    if (commit.rowsAdded() == 5) {
                        addFrom(changed);
                    }
                })
                .bdd100k(footage);

        assertThat(result.rowsAdded()).isEqualTo(5);
        assertThat(result.rowsPresent()).isEqualTo(FRAMES - 6);
        assertThat(result.problems())
                .singleElement()
                .satisfies(problem ->
                        assertThat(problem.why()).endsWith("with other bytes (the same length), and keeps them"));
        assertAllThereOnce();
    }

    @Test
    void addsAnImageAgainThatAnotherWriterDeletesMeanwhile() {
        ingest(PortionLimits.defaults()).bdd100k(footage);
        List<Row> rows = lake.openTable("bdd100k").query().select("image_id").rows();
        String last = rows.get(FRAMES - 1).string("image_id");

        IngestResult result = ingest(PortionLimits.defaults())
                .onProgress((done, total) -> {
                    if (done == 1) {
                        deleteElsewhere(last);
                    }
                })
                .bdd100k(footage);

        assertThat(result.rowsAdded()).isEqualTo(1);
        assertThat(result.rowsPresent()).isEqualTo(FRAMES - 1);
        assertAllThereOnce();
    }

    private FootageIngest ingest(PortionLimits limits) {
        return FootageIngest.into(lake, "bdd100k").commitEvery(limits);
    }

    private static Consumer<IngestCommit> failAt(long rows, RuntimeException failure) {
        return commit -> {
            if (commit.rowsAdded() == rows) {
                throw failure;
            }
        };
    }

    private void addFrom(Path root) {
        try (Lake elsewhere = Joust.open(folder.resolve("lake"))) {
            FootageIngest.into(elsewhere, "bdd100k").bdd100k(root);
        }
    }

    private void deleteElsewhere(String imageId) {
        try (Lake elsewhere = Joust.open(folder.resolve("lake"))) {
            elsewhere.openTable("bdd100k").delete("image_id = '" + imageId + "'");
        }
    }

    private void assertAllThereOnce() {
        List<String> ids = lake.openTable("bdd100k").query().select("image_id").rows().stream()
                .map(row -> row.string("image_id"))
                .toList();
        assertThat(ids).hasSize(FRAMES);
        assertThat(new HashSet<>(ids)).hasSize(FRAMES);
    }

    private List<Path> images() throws IOException {
        return Stream.concat(images("train").stream(), images("val").stream()).toList();
    }

    private List<Path> images(String split) throws IOException {
        try (Stream<Path> images = Files.list(footage.resolve("images/100k").resolve(split))) {
            return images.sorted().toList();
        }
    }
}
