// SPDX-License-Identifier: Apache-2.0
package dev.joust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.joust.error.InvalidRequestException;
import dev.joust.error.NotFoundException;
import dev.joust.feature.Feature;
import dev.joust.feature.InputType;
import dev.joust.job.Job;
import dev.joust.job.JobEvent;
import dev.joust.job.JobState;
import dev.joust.schema.Types;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CancelledJobTest {
    private static final int FRAGMENTS = 200;
    private static final int ROWS = 10;

    record Frame(long id) {}

    @TempDir
    Path folder;

    private Lake lake;
    private Table frames;

    /** Takes 20 ms for a row, so that a whole backfill would take 40 seconds. */
    private static Feature slow() {
        return Feature.of("slow", Types.INT64)
                .version(1)
                .from("id", InputType.LONG)
                .map(id -> {
                    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
                    return id;
                });
    }

    /** Fills the feature, and tells of its first commit. */
    static final class Worker {
        private Worker() {}

        public static void main(String[] arguments) {
            try (Lake lake = Joust.open(arguments[0])) {
                lake.register(List.of(slow()));
                lake.openTable("frames")
                        .backfill("slow")
                        .concurrency(1)
                        .commitFragments(1)
                        .onProgress(event -> {
                            if (event instanceof JobEvent.Committed) {
                                System.out.println("committed " + event.job());
                            }
                        })
                        .run();
            } catch (CancellationException e) {
                System.out.println("cancelled");
            }
        }
    }

    @BeforeEach
    void aTableOfManyFragments() {
        lake = Joust.open(folder.resolve("lake"));
        frames = lake.createTable("frames", Frame.class);
        for (long start = 0; start < FRAGMENTS * ROWS; start += ROWS) {
            frames.append(
                    LongStream.range(start, start + ROWS).mapToObj(Frame::new).toList());
        }
        frames.addFeatures(slow());
    }

    @AfterEach
    void closeTheLake() {
        lake.close();
    }

    private Process start() throws IOException {
        return new ProcessBuilder(Child.java(Worker.class, folder.resolve("lake")))
                .redirectErrorStream(true)
                .start();
    }

    private static String awaitCommit(BufferedReader output) throws IOException {
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            if (line.startsWith("committed ")) {
                return line.substring("committed ".length());
            }
        }
        throw new AssertionError("the process ended without a commit");
    }

    @Test
    void stopsInAnotherProcessAndKeepsWhatItCommitted() throws Exception {
        Process process = start();
        try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
            String id = awaitCommit(output);

            Job asked = lake.cancelJob(id);
            String last = output.lines().reduce("", (a, b) -> b);

            assertThat(asked.state()).isEqualTo(JobState.RUNNING);
            assertThat(last).isEqualTo("cancelled");
            assertThat(process.waitFor()).isZero();
            Job ended = lake.job(id);
            assertThat(ended.state()).isEqualTo(JobState.CANCELLED);
            assertThat(ended.rowsDone()).isBetween((long) ROWS, (long) (FRAGMENTS - 1) * ROWS);
            assertThat(frames.feature("slow").cells().fresh()).isEqualTo(ended.rowsDone());
            assertThat(folder.resolve("lake/_joust_jobs.lance/_joust/cancel")).isEmptyDirectory();
            assertThatThrownBy(() -> lake.cancelJob(id))
                    .isInstanceOf(InvalidRequestException.class)
                    .hasMessage("Cannot cancel job '" + id
                            + "': it has ended already and is cancelled; there is nothing" + " to stop");
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void stopsInThisProcess() {
        assertThatThrownBy(() -> frames.backfill("slow")
                        .concurrency(1)
                        .commitFragments(1)
                        .onProgress(event -> {
                            if (event instanceof JobEvent.Committed
                                    && !Files.exists(
                                            folder.resolve("lake/_joust_jobs.lance/_joust/cancel/" + event.job()))) {
                                lake.cancelJob(event.job());
                            }
                        })
                        .run())
                .isInstanceOf(CancellationException.class);

        assertThat(lake.jobs()).extracting(Job::state).containsExactly(JobState.CANCELLED);
    }

    @Test
    void marksAJobWhoseProcessDied() throws Exception {
        Process process = start();
        String id;
        try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
            id = awaitCommit(output);
        } finally {
            process.destroyForcibly().waitFor();
        }

        Job marked = lake.cancelJob(id);

        assertThat(marked.state()).isEqualTo(JobState.INTERRUPTED);
        assertThat(lake.job(id).message()).isEqualTo("its process ended without a word");
        assertThat(lake.openTable("_joust_jobs").count("id = '" + id + "' AND state = 'interrupted'"))
                .isEqualTo(1);
        assertThatThrownBy(() -> lake.cancelJob(id))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessage("Cannot cancel job '" + id
                        + "': it has ended already and is interrupted; there is nothing to" + " stop");
    }

    @Test
    void refusesAJobThatThereIsNot() {
        assertThatThrownBy(() -> lake.cancelJob("../x"))
                .isInstanceOf(NotFoundException.class)
                .hasMessage("Cannot find job '../x': lake '" + lake.uri()
                        + "' has none of this id; the list of its jobs names them");
    }
}
