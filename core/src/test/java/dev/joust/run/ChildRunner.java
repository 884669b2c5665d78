// SPDX-License-Identifier: Apache-2.0
package dev.joust.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Does all tasks in a process of its own, which gets a recipe and tasks as a file and leaves results as another. */
public final class ChildRunner implements Runner {
    private final Path folder;

    /** @param folder where the files go */
    public ChildRunner(Path folder) {
        this.folder = folder;
    }

    @Override
    public <T extends Task<R>, R extends Serializable> void run(
            List<T> tasks, WorkerRecipe<T, R> recipe, RunContext context, Consumer<R> results) {
        if (tasks.isEmpty()) {
            return;
        }
        try {
            Path in = Files.write(folder.resolve("tasks"), Travel.bytes(new Work<>(recipe, new ArrayList<>(tasks))));
            Path out = folder.resolve("results");
            Process child = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "--add-opens=java.base/java.nio=ALL-UNNAMED",
                            "-XX:+UseSerialGC",
                            "-XX:TieredStopAtLevel=1",
                            "-cp",
                            System.getProperty("java.class.path"),
                            ChildRunner.class.getName(),
                            in.toString(),
                            out.toString())
                    .redirectErrorStream(true)
                    .start();
            String said = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(child.waitFor()).as(said).isZero();
            List<R> read = Travel.value(Files.readAllBytes(out));
            read.forEach(results);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private record Work<T extends Task<R>, R extends Serializable>(WorkerRecipe<T, R> recipe, ArrayList<T> tasks)
            implements Serializable {}

    /** The other process. */
    public static void main(String[] args) throws Exception {
        Files.write(Path.of(args[1]), Travel.bytes(done(Travel.value(Files.readAllBytes(Path.of(args[0]))))));
    }

    private static <T extends Task<R>, R extends Serializable> ArrayList<R> done(Work<T, R> work)
            throws InterruptedException {
        ArrayList<R> results = new ArrayList<>();
        try (TaskWorker<T, R> worker = work.recipe().open(Travel.context())) {
            for (T task : work.tasks()) {
                results.add(worker.execute(task));
            }
        }
        return results;
    }
}
