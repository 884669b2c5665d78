// SPDX-License-Identifier: Apache-2.0
package dev.joust.history;

import dev.joust.Joust;
import dev.joust.Lake;
import dev.joust.Table;
import dev.joust.UpsertResult;
import dev.joust.error.CommitConflictException;
import dev.joust.error.InvalidRequestException;
import dev.joust.index.Index;
import dev.joust.index.IndexStatus;
import dev.joust.query.Row;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * One of several that change a table at the same time, with a handle of its own. It owns the rows that have its number,
 * so whatever the others do, at any time these are what its model says.
 */
final class Writer implements Callable<Map<Long, Frame>> {
    static final List<String> WORDS = List.of("night", "rain", "rider", "truck", "bridge");

    /** How often an answer was not right at once. */
    static final AtomicInteger UNSETTLED = new AtomicInteger();

    private final Path folder;
    private final int number;
    private final int writers;
    private final int steps;
    private final Random random;
    private final String what;
    private final Map<Long, Frame> model = new TreeMap<>();
    private final List<String> history = new ArrayList<>();
    private long next;
    private int version = 1;

    /** @param number the first one also changes the function of a feature */
    Writer(Path folder, int number, int writers, int steps, long seed) {
        this.folder = folder;
        this.number = number;
        this.writers = writers;
        this.steps = steps;
        this.random = new Random(seed * 31 + number);
        this.what = "seed " + seed + ", writer " + number + ": ";
    }

    /** The version of the function that it registered last. */
    int version() {
        return version;
    }

    @Override
    public Map<Long, Frame> call() {
        try (Lake lake = Joust.open(folder)) {
            Table table = lake.openTable("t");
            lake.register(List.of(Features.LABEL));
            if (number == 0) {
                lake.register(List.of(Features.code(version)));
            }
            append(table);
            for (int step = 0; step < steps; step++) {
                step(lake, table);
                look(table);
            }
            return model;
        } catch (RuntimeException | AssertionError e) {
            throw new AssertionError(what + history + ": " + e, e);
        }
    }

    private void step(Lake lake, Table table) {
        int before = history.size();
        try {
            change(lake, table);
        } catch (CommitConflictException e) {
            // The others were first too often: then nothing may have happened.
            history.set(before, history.get(before) + " in vain");
        }
    }

    private void change(Lake lake, Table table) {
        switch (random.nextInt(number == 0 ? 14 : 12)) {
            case 0, 1 -> append(table);
            case 2 -> delete(table);
            case 3, 4 -> upsert(table);
            case 5, 6 -> update(table);
            case 7 -> rewrite(table);
            case 8 -> {
                history.add("optimize");
                table.optimize(Duration.ofDays(1));
            }
            case 9 -> index(table);
            case 10 -> {
                history.add("update indexes");
                table.updateIndexes();
            }
            case 11 -> backfill(table, "size");
            case 12 -> {
                history.add("alter to " + (version + 1));
                lake.register(List.of(Features.code(version + 1)));
                table.alterFeature("code", Features.code(version + 1));
                version++;
            }
            default -> backfill(table, random.nextBoolean() ? "code" : "label");
        }
    }

    private Frame frame(long id) {
        return new Frame(id, number, random.nextInt(12), text());
    }

    private String text() {
        return WORDS.get(random.nextInt(WORDS.size())) + " " + WORDS.get(random.nextInt(WORDS.size()));
    }

    private List<Frame> newFrames(int most) {
        List<Frame> frames = new ArrayList<>();
        for (int i = random.nextInt(most); i >= 0; i--) {
            frames.add(frame(number + writers * next++));
        }
        return frames;
    }

    private void append(Table table) {
        List<Frame> frames = newFrames(20);
        history.add("append " + frames.size());
        table.append(frames);
        frames.forEach(frame -> model.put(frame.id(), frame));
    }

    private void delete(Table table) {
        int rest = random.nextInt(6);
        history.add("delete % 6 = " + rest);
        List<Long> gone =
                model.keySet().stream().filter(id -> id / writers % 6 == rest).toList();
        long deleted = table.delete(mine(6, rest)).rows();
        gone.forEach(model::remove);
        require(deleted == gone.size(), "deleted " + deleted + ", not " + gone.size());
    }

    private String mine(int modulus, int rest) {
        return "writer = " + number + " AND id / " + writers + " % " + modulus + " = " + rest;
    }

    private void upsert(Table table) {
        List<Frame> frames = new ArrayList<>();
        model.keySet().stream().filter(id -> random.nextInt(5) == 0).forEach(id -> frames.add(frame(id)));
        int known = frames.size();
        frames.addAll(newFrames(4));
        history.add("upsert " + known + " of " + frames.size());
        UpsertResult result = table.upsert(frames);
        frames.forEach(frame -> model.put(frame.id(), frame));
        require(
                result.updated() == known && result.inserted() == frames.size() - known,
                result + ", but knew " + known + " of " + frames.size());
    }

    private void update(Table table) {
        int rest = random.nextInt(3);
        history.add("update n % 3 = " + rest);
        long updated = table.update(Map.of("n", "n + 1"), mine(3, rest)).rows();
        long expected =
                model.keySet().stream().filter(id -> id / writers % 3 == rest).count();
        model.replaceAll((id, frame) -> id / writers % 3 == rest ? frame.withNumber(frame.n() + 1) : frame);
        require(updated == expected, "updated " + updated + ", not " + expected);
    }

    private void rewrite(Table table) {
        int rest = random.nextInt(4);
        String text = text();
        history.add("update text % 4 = " + rest);
        table.update(Map.of("text", "'" + text + "'"), mine(4, rest));
        model.replaceAll((id, frame) -> id / writers % 4 == rest ? frame.withText(text) : frame);
    }

    private void index(Table table) {
        List<Index> indexes = List.of(
                Index.btree("n").named("n_idx").replacing(),
                Index.bitmap("writer").named("writer_idx").replacing(),
                Index.fullText("text").named("text_idx").replacing(),
                Index.btree("id").named("id_idx").replacing());
        Index index = indexes.get(random.nextInt(indexes.size()));
        history.add("index " + index.name());
        table.createIndex(index);
    }

    private void backfill(Table table, String feature) {
        boolean isPart = random.nextInt(3) == 0;
        history.add("backfill " + feature + (isPart ? " where" : ""));
        var backfill = table.backfill(feature).batchRows(7).commitFragments(1 + random.nextInt(3));
        (isPart ? backfill.where("n % 2 = 0") : backfill).run();
    }

    /** At any time its own rows are as its model says, however they are found. */
    private void look(Table table) {
        List<Row> rows = table.query()
                .where("writer = " + number)
                .select("id", "writer", "n", "text")
                .rows();
        List<Frame> frames = rows.stream()
                .map(row ->
                        new Frame(row.longValue("id"), row.intValue("writer"), row.intValue("n"), row.string("text")))
                .sorted(Comparator.comparing(Frame::id))
                .toList();
        require(
                frames.equals(List.copyOf(model.values())),
                "the table has\n" + frames + "\nbut the model\n" + model.values());
        int n = random.nextInt(14);
        settled(() -> lookForNumber(table, n));
        if (random.nextInt(3) == 0) {
            String word = WORDS.get(random.nextInt(WORDS.size()));
            settled(() -> lookForWord(table, word));
        }
    }

    /**
     * An index that is built while values under it change answers right when whoever built it has built it again. In
     * between only a compaction makes filters trust it.
     */
    private static void settled(Runnable look) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (true) {
            try {
                look.run();
                return;
            } catch (AssertionError e) {
                if (System.nanoTime() > deadline) {
                    throw e;
                }
                UNSETTLED.incrementAndGet();
            }
        }
    }

    private void lookForNumber(Table table, int n) {
        long counted = table.count("n = " + n + " AND writer = " + number);
        long expected = model.values().stream().filter(frame -> frame.n() == n).count();
        require(counted == expected, "counted " + counted + " with n = " + n + ", not " + expected);
    }

    private void lookForWord(Table table, String word) {
        if (table.indexes().stream().map(IndexStatus::name).noneMatch("text_idx"::equals)) {
            return;
        }
        List<Long> found;
        try {
            found = table.searchText(word).in("text").select("id", "writer").limit(10_000).rows().stream()
                    .filter(row -> row.intValue("writer") == number)
                    .map(row -> row.longValue("id"))
                    .sorted()
                    .toList();
        } catch (InvalidRequestException e) {
            // Another writer has dropped the index for an update, and builds it again.
            require(String.valueOf(e.getMessage()).contains("index"), e.toString());
            return;
        }
        List<Long> expected = model.values().stream()
                .filter(frame -> List.of(frame.text().split(" ", -1)).contains(word))
                .map(Frame::id)
                .toList();
        require(found.equals(expected), "found '" + word + "' in\n" + found + "\nbut it is in\n" + expected);
    }

    private static void require(boolean isRight, String message) {
        if (!isRight) {
            throw new AssertionError(message);
        }
    }
}
