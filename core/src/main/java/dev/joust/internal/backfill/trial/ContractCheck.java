// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.backfill.trial;

import dev.joust.feature.BatchUdf;
import dev.joust.feature.Computation;
import dev.joust.feature.Feature;
import dev.joust.feature.FeatureInput;
import dev.joust.feature.UdfContext;
import dev.joust.internal.arrow.Allocators;
import dev.joust.internal.arrow.CellReader;
import dev.joust.internal.arrow.CellReaders;
import dev.joust.internal.backfill.rows.ActiveFeature;
import dev.joust.internal.backfill.rows.RawBatch;
import dev.joust.internal.backfill.trial.FunctionTrial.Outcome;
import dev.joust.internal.backfill.trial.FunctionTrial.Problem;
import dev.joust.internal.feature.Registration;
import dev.joust.testing.Finding;
import dev.joust.testing.Finding.Kind;
import dev.joust.testing.UdfCheck;
import dev.joust.testing.UdfReport;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;
import org.jspecify.annotations.Nullable;

/** Calls a function in every way in which a backfill may call it, and compares the results. */
public final class ContractCheck {
    private static final int ROUNDS = 20;

    private final UdfCheck.Request request;
    private final Feature feature;
    private final ActiveFeature active;
    private final Computation.Code code;
    private final BufferAllocator allocator;
    private final Path folder;
    private final Map<Kind, Finding> findings = new LinkedHashMap<>();

    private ContractCheck(UdfCheck.Request request, Computation.Code code, BufferAllocator allocator, Path folder) {
        this.request = request;
        this.feature = request.feature();
        this.active = new ActiveFeature(
                new Registration(feature.outputs(), feature.identity(), feature.acceptsNull()), feature);
        this.code = code;
        this.allocator = allocator;
        this.folder = folder;
    }

    /** Checks a function. */
    public static UdfReport run(UdfCheck.Request request) {
        if (!(request.feature().computation() instanceof Computation.Code code)) {
            throw new IllegalArgumentException("Only functions in Java can be checked, not " + request.feature());
        }
        try {
            Path folder = Files.createTempDirectory("joust-check");
            try (BufferAllocator allocator = Allocators.child("check")) {
                return new ContractCheck(request, code, allocator, folder).run();
            } finally {
                remove(folder);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("The check was interrupted", e);
        }
    }

    private static void remove(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }

    private UdfReport run() throws InterruptedException {
        try (RawBatch raw = ExampleRows.batch(feature, request.types(), request.rows(), allocator)) {
            int[] all = IntStream.range(0, raw.rows()).toArray();
            BatchUdf first = open();
            if (first != null) {
                List<Object> inputs = values(raw);
                List<Outcome> expected = FunctionTrial.run(first, active, raw, all, allocator);
                if (isComputed(expected)) {
                    compareCalls(first, raw, all, expected);
                    compareThreads(raw, all, expected);
                    checkFailures(expected);
                }
                checkInputs(inputs, values(raw));
                checkNulls(first);
                close(first);
            }
        }
        return new UdfReport(feature.identity().toString(), List.copyOf(findings.values()));
    }

    private boolean isComputed(List<Outcome> outcomes) {
        boolean isComputed = true;
        for (int row = 0; row < outcomes.size(); row++) {
            Throwable failure = outcomes.get(row).failure();
            if (failure != null) {
                isComputed = false;
                Kind kind = kind(outcomes.get(row).problem(), failure);
                find(kind, "example " + row + " " + request.rows().get(row) + ": " + failure);
            }
        }
        return isComputed;
    }

    private static Kind kind(Problem problem, Throwable failure) {
        boolean isGroup = failure.getStackTrace().length > 0
                && failure.getStackTrace()[0].getClassName().equals("dev.joust.feature.ScalarBatch");
        return problem == Problem.TYPE ? Kind.TYPE : problem == Problem.LENGTH || isGroup ? Kind.LENGTH : Kind.FAILS;
    }

    private void compareCalls(BatchUdf first, RawBatch raw, int[] all, List<Outcome> expected)
            throws InterruptedException {
        compare(
                Kind.NOT_DETERMINISTIC,
                "called again",
                expected,
                FunctionTrial.run(first, active, raw, all, allocator));
        BatchUdf second = open();
        if (second != null) {
            compare(
                    Kind.NOT_DETERMINISTIC,
                    "in another instance",
                    expected,
                    FunctionTrial.run(second, active, raw, all, allocator));
            close(second);
        }
        if (!findings.containsKey(Kind.NOT_DETERMINISTIC)) {
            List<Outcome> alone = new ArrayList<>();
            for (int row : all) {
                alone.addAll(FunctionTrial.run(first, active, raw, new int[] {row}, allocator));
            }
            compare(Kind.DEPENDS_ON_BATCH, "in batches of one row", expected, alone);
            int[] backwards =
                    IntStream.range(0, all.length).map(i -> all.length - 1 - i).toArray();
            List<Outcome> reversed = new ArrayList<>(FunctionTrial.run(first, active, raw, backwards, allocator));
            java.util.Collections.reverse(reversed);
            compare(Kind.DEPENDS_ON_BATCH, "in the opposite order", expected, reversed);
        }
    }

    private void checkInputs(List<Object> before, List<Object> after) {
        if (!Values.same(before, after)) {
            find(
                    Kind.CHANGES_INPUT,
                    "the vectors of its inputs held " + Values.shown(before) + " before the calls and "
                            + Values.shown(after) + " after them");
        }
    }

    private static List<Object> values(RawBatch raw) {
        List<Object> values = new ArrayList<>();
        for (FieldVector vector : raw.vectors()) {
            CellReader reader = CellReaders.of(vector);
            List<@Nullable Object> column = new ArrayList<>();
            for (int row = 0; row < raw.rows(); row++) {
                column.add(reader.read(row));
            }
            values.add(column);
        }
        return values;
    }

    private void compareThreads(RawBatch raw, int[] all, List<Outcome> expected) throws InterruptedException {
        if (!findings.isEmpty()) {
            return;
        }
        ExecutorService threads = Executors.newFixedThreadPool(request.instances());
        try {
            CountDownLatch start = new CountDownLatch(request.instances());
            List<Future<List<List<Outcome>>>> rounds = new ArrayList<>();
            for (int i = 0; i < request.instances(); i++) {
                rounds.add(threads.submit(() -> atOnce(raw, all, start)));
            }
            for (Future<List<List<Outcome>>> round : rounds) {
                for (List<Outcome> outcomes : round.get()) {
                    compare(
                            Kind.NOT_THREAD_SAFE,
                            "in " + request.instances() + " instances at once",
                            expected,
                            outcomes);
                }
            }
        } catch (ExecutionException e) {
            find(Kind.NOT_THREAD_SAFE, "in " + request.instances() + " instances at once: " + e.getCause());
        } finally {
            threads.shutdown();
        }
    }

    private List<List<Outcome>> atOnce(RawBatch raw, int[] all, CountDownLatch start) throws InterruptedException {
        List<List<Outcome>> rounds = new ArrayList<>();
        BatchUdf udf = open();
        start.countDown();
        start.await();
        if (udf != null) {
            for (int round = 0; round < ROUNDS; round++) {
                rounds.add(FunctionTrial.run(udf, active, raw, all, allocator));
            }
            close(udf);
        }
        return rounds;
    }

    /** Rows that must fail, each in the middle of the others. */
    private void checkFailures(List<Outcome> expected) throws InterruptedException {
        for (Map<String, @Nullable Object> bad : request.failing()) {
            List<Map<String, @Nullable Object>> rows = new ArrayList<>(request.rows());
            int middle = rows.size() / 2;
            rows.add(middle, bad);
            BatchUdf udf = open();
            if (udf == null) {
                return;
            }
            try (RawBatch raw = ExampleRows.batch(feature, request.types(), rows, allocator)) {
                int[] all = IntStream.range(0, rows.size()).toArray();
                List<Outcome> outcomes = new ArrayList<>(FunctionTrial.run(udf, active, raw, all, allocator));
                Outcome failed = outcomes.remove(middle);
                if (failed.failure() == null) {
                    find(Kind.MISSING_FAILURE, bad + " gave " + Values.shown(failed.values()));
                }
                compare(Kind.BROKEN_BY_FAILURE, "in a batch with " + bad, expected, outcomes);
                int[] good = IntStream.of(all).filter(row -> row != middle).toArray();
                compare(
                        Kind.BROKEN_BY_FAILURE,
                        "after " + bad,
                        expected,
                        FunctionTrial.run(udf, active, raw, good, allocator));
            }
            close(udf);
        }
    }

    private void checkNulls(BatchUdf udf) throws InterruptedException {
        if (!feature.acceptsNull()) {
            return;
        }
        List<Map<String, @Nullable Object>> rows = new ArrayList<>();
        Map<String, @Nullable Object> none = new HashMap<>();
        for (FeatureInput input : feature.inputs()) {
            Map<String, @Nullable Object> row = new HashMap<>(request.rows().get(0));
            row.put(input.column(), null);
            none.put(input.column(), null);
            rows.add(row);
        }
        rows.add(none);
        Map<String, dev.joust.schema.ColumnType> types = new HashMap<>(request.types());
        try (RawBatch examples = ExampleRows.batch(feature, types, request.rows(), allocator)) {
            for (int i = 0; i < examples.columns().size(); i++) {
                types.put(
                        examples.columns().get(i),
                        dev.joust.internal.arrow.ArrowSchemas.column(
                                        examples.vectors().get(i).getField())
                                .type());
            }
        }
        try (RawBatch raw = ExampleRows.batch(feature, types, rows, allocator)) {
            int[] all = IntStream.range(0, rows.size()).toArray();
            List<Outcome> outcomes = FunctionTrial.run(udf, active, raw, all, allocator);
            for (int row = 0; row < outcomes.size(); row++) {
                Throwable failure = outcomes.get(row).failure();
                if (failure != null) {
                    find(Kind.NULL_HANDLING, "it accepts nulls, but for " + rows.get(row) + ": " + failure);
                }
            }
        }
    }

    private void compare(Kind kind, String how, List<Outcome> expected, List<Outcome> actual) {
        for (int row = 0; row < expected.size(); row++) {
            Outcome outcome = actual.get(row);
            if (outcome.failure() != null || !Values.same(expected.get(row).values(), outcome.values())) {
                find(
                        kind,
                        "example " + row + " " + request.rows().get(row) + " gave "
                                + Values.shown(expected.get(row).values()) + " first, and " + how + " "
                                + (outcome.failure() == null
                                        ? Values.shown(outcome.values())
                                        : "failed: " + outcome.failure()));
                return;
            }
        }
    }

    private synchronized void find(Kind kind, String message) {
        findings.putIfAbsent(kind, new Finding(kind, message));
    }

    private @Nullable BatchUdf open() throws InterruptedException {
        try {
            BatchUdf udf = code.instances().get();
            udf.open(new UdfContext(0, 1, folder, feature.identity().settings())
                    .withModels(feature.identity().models()));
            return udf;
        } catch (InterruptedException e) {
            throw e;
        } catch (Exception | LinkageError e) {
            find(Kind.LIFECYCLE, "it failed to open: " + e);
            return null;
        }
    }

    private void close(BatchUdf udf) {
        try {
            udf.close();
        } catch (RuntimeException e) {
            find(Kind.LIFECYCLE, "it failed to close: " + e);
        }
    }

    /** Values of cells, which may be arrays. */
    private static final class Values {
        static boolean same(Object a, Object b) {
            return java.util.Arrays.deepEquals(new Object[] {plain(a)}, new Object[] {plain(b)});
        }

        static String shown(Object value) {
            return String.valueOf(plain(value));
        }

        private static @Nullable Object plain(@Nullable Object value) {
            if (value instanceof byte[] bytes) {
                return java.util.HexFormat.of().formatHex(bytes);
            } else if (value instanceof float[] floats) {
                return java.util.Arrays.toString(floats);
            } else if (value instanceof double[] doubles) {
                return java.util.Arrays.toString(doubles);
            } else if (value instanceof List<?> list) {
                List<@Nullable Object> plain = new ArrayList<>();
                list.forEach(element -> plain.add(plain(element)));
                return plain;
            } else if (value instanceof Map<?, ?> map) {
                Map<@Nullable Object, @Nullable Object> plain = new LinkedHashMap<>();
                map.forEach((key, element) -> plain.put(key, plain(element)));
                return plain;
            }
            return value;
        }
    }
}
