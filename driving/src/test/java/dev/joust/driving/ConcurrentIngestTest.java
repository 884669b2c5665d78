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
import dev.joust.error.SchemaMismatchException;
import dev.joust.schema.Column;
import dev.joust.schema.TableSchema;
import dev.joust.schema.Types;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several ingests of the same footage at the same time. */
class ConcurrentIngestTest {
    private static final int FRAMES = 40;

    @TempDir
    private Path folder;

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

    /** Ingests; while it looks at the image of this number, something else happens. */
    private IngestResult ingestWhile(int image, OnError policy, Runnable other) {
        return FootageIngest.into(lake, "bdd100k")
                .onError(policy)
                .onProgress((done, total) -> {
                    if (done == image) {
                        other.run();
                    }
                })
                .bdd100k(footage);
    }

    private IngestResult ingestElsewhere(Path root) {
        try (Lake elsewhere = Joust.open(folder.resolve("lake"))) {
            return FootageIngest.into(elsewhere, "bdd100k")
                    .commitEvery(PortionLimits.defaults().withCommitBytes(20_000))
                    .bdd100k(root);
        }
    }

    private void assertAllThereOnce() {
        List<String> ids = lake.openTable("bdd100k").query().select("image_id").rows().stream()
                .map(row -> row.string("image_id"))
                .toList();
        assertThat(ids).hasSize(FRAMES).doesNotHaveDuplicates();
    }

    private Path changedFootage() throws IOException {
        Path changed = folder.resolve("changed");
        SyntheticDataset.in(changed).frames(FRAMES).seed(3).size(160, 120).write();
        try (Stream<Path> images = Files.list(changed.resolve("images/100k/val"))) {
            Path other = images.sorted().reduce((first, second) -> second).orElseThrow();
            byte[] bytes = Files.readAllBytes(other);
            bytes[bytes.length / 2] ^= 1;
            Files.write(other, bytes);
            return other;
        }
    }

    @Test
    void leavesOutWhatAnotherOneAddsDuringItsPortion() {
        IngestResult result = ingestWhile(25, OnError.SKIP, () -> ingestElsewhere(footage));

        assertThat(result.rowsAdded()).isZero();
        assertThat(result.rowsPresent()).isEqualTo(FRAMES);
        assertThat(result.problems()).isEmpty();
        assertThat(result.rowsTotal()).isEqualTo(FRAMES);
        assertAllThereOnce();
    }

    @Test
    void addsTheRestWhenAnotherOneAddsSome() {
        IngestResult result = ingestWhile(25, OnError.SKIP, () -> {
            try (Lake elsewhere = Joust.open(folder.resolve("lake"))) {
                FootageIngest.into(elsewhere, "bdd100k").bdd100k(footage, List.of("val"));
            }
        });

        assertThat(result.rowsAdded()).isBetween(1L, FRAMES - 1L);
        assertThat(result.rowsAdded() + result.rowsPresent()).isEqualTo(FRAMES);
        assertThat(result.rowsTotal()).isEqualTo(FRAMES);
        assertAllThereOnce();
    }

    @Test
    void reportsWhatAnotherOneAddsWithOtherBytes() throws IOException {
        Path image = changedFootage();
        String id = image.getFileName().toString().replace(".jpg", "");

        IngestResult result = ingestWhile(25, OnError.SKIP, () -> ingestElsewhere(folder.resolve("changed")));

        assertThat(result.rowsPresent()).isEqualTo(FRAMES - 1);
        assertThat(result.rowsSkipped()).isEqualTo(1);
        assertThat(result.problems())
                .containsExactly(new Problem(
                        id, "the table holds image '" + id + "' with other bytes (the same length), and keeps them"));
        assertAllThereOnce();
    }

    @Test
    void addsNothingIfOtherBytesAreTheEnd() throws IOException {
        String id = changedFootage().getFileName().toString().replace(".jpg", "");

        assertThatThrownBy(() -> ingestWhile(25, OnError.FAIL, () -> ingestElsewhere(folder.resolve("changed"))))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("the table holds image '" + id + "' with other bytes (the same length)");

        assertAllThereOnce();
    }

    @Test
    void refusesATableOfAnotherShapeThatIsCreatedMeanwhile() {
        assertThatThrownBy(() -> FootageIngest.into(lake, "bdd100k")
                        .onProgress((done, total) -> {
                            if (done == 1) {
                                lake.createTable("bdd100k", TableSchema.of(Column.of("x", Types.INT32)));
                            }
                        })
                        .bdd100k(footage))
                .isInstanceOf(SchemaMismatchException.class)
                .hasMessageStartingWith("Cannot ingest into table 'bdd100k': it lacks columns 'image_id'");

        assertThat(lake.openTable("bdd100k").schema().names()).containsExactly("x");
    }

    @Test
    void keepsTheTableThatItCreatedIfAnotherOneUsesIt() {
        IllegalStateException failure = new IllegalStateException("the power is gone");

        assertThatThrownBy(() -> ingestWhile(25, OnError.FAIL, () -> {
                    ingestElsewhere(footage);
                    throw failure;
                }))
                .isSameAs(failure)
                .hasNoSuppressedExceptions();

        assertAllThereOnce();
    }

    @Test
    void threadsAddEachImageOnce() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(3);
        long added = 0;
        try {
            List<Callable<IngestResult>> ingests = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                ingests.add(() -> ingestElsewhere(footage));
            }
            for (Future<IngestResult> result : threads.invokeAll(ingests)) {
                added += result.get().rowsAdded();
            }
        } finally {
            threads.shutdown();
        }

        assertThat(added).isEqualTo(FRAMES);
        assertAllThereOnce();
    }

    @Test
    void processesAddEachImageOnce() throws Exception {
        List<Process> processes = List.of(start(20_000), start(7_000), start(100_000));
        long added = 0;
        for (Process process : processes) {
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor()).as(output).isZero();
            String[] counts =
                    output.substring(output.indexOf("counts ")).strip().split(" ", -1);
            added += Long.parseLong(counts[1]);
            assertThat(Long.parseLong(counts[1]) + Long.parseLong(counts[2])).isEqualTo(FRAMES);
            assertThat(counts[3]).isEqualTo("0");
        }

        assertThat(added).isEqualTo(FRAMES);
        assertAllThereOnce();
    }

    private Process start(long bytes) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--add-opens=java.base/java.nio=ALL-UNNAMED",
                "-Djava.io.tmpdir=" + System.getProperty("java.io.tmpdir"),
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                IngestProcess.class.getName(),
                folder.resolve("lake").toString(),
                footage.toString(),
                Long.toString(bytes));
        builder.redirectErrorStream(true);
        return builder.start();
    }
}
