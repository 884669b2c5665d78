// SPDX-License-Identifier: Apache-2.0
package dev.joust.run;

import dev.joust.job.Cancellation;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.util.List;
import java.util.function.Consumer;

/** Values as bytes, as if they went to another process and came back. */
public final class Travel {
    private Travel() {}

    public static byte[] bytes(Serializable value) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(value);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return bytes.toByteArray();
    }

    @SuppressWarnings({"unchecked", "BanSerializableRead"}) // reads what it wrote
    public static <T> T value(byte[] bytes) {
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes))) {
            return (T) in.readObject();
        } catch (IOException | ClassNotFoundException e) {
            throw new AssertionError(e);
        }
    }

    public static <T extends Serializable> T copy(T value) {
        return value(bytes(value));
    }

    /** The runners that a contract holds for. */
    public enum Runners {
        LOCAL,
        TRAVELLING;

        public Runner runner(int concurrentTasks) {
            Runner local = new LocalRunner(concurrentTasks);
            return this == LOCAL ? local : new Travelling(local);
        }
    }

    /** Hands recipe, tasks and results on as bytes only,. */
    private record Travelling(Runner local) implements Runner {
        @Override
        public <T extends Task<R>, R extends Serializable> void run(
                List<T> tasks, WorkerRecipe<T, R> recipe, RunContext context, Consumer<R> results) {
            byte[] sent = bytes(recipe);
            WorkerRecipe<T, R> there = given -> {
                WorkerRecipe<T, R> copy = value(sent);
                return copying(copy.open(given));
            };
            local.run(tasks, there, context, result -> results.accept(copy(result)));
        }

        private static <T extends Task<R>, R extends Serializable> TaskWorker<T, R> copying(TaskWorker<T, R> worker) {
            return new TaskWorker<>() {
                @Override
                public R execute(T task) throws InterruptedException {
                    return worker.execute(copy(task));
                }

                @Override
                public void close() {
                    worker.close();
                }
            };
        }
    }

    /** A context that nobody stops. */
    public static RunContext context() {
        return new RunContext(new Cancellation());
    }
}
