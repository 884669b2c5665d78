// SPDX-License-Identifier: Apache-2.0
package dev.joust.loader;

import dev.joust.Table;
import dev.joust.loader.LoaderSpec.Flip;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** One epoch as its definitions say, row by row, on one thread. */
final class NaiveEpoch {
    /**
     * A row; its id is its row id too.
     *
     * @param image empty for NULL
     * @param hasLists whether its lists are not NULL
     */
    record Row(
            long id,
            @SuppressWarnings("ArrayRecordComponent") byte[] image,
            @Nullable String name,
            boolean hasLists,
            List<String> labels,
            List<List<Float>> boxes) {
        boolean isWhole() {
            return image.length > 0 && image[0] != 0;
        }
    }

    /** A batch that should come. */
    record Expected(long step, List<Row> rows, List<BrokenRow> broken) {}

    private static final int MAX_SIDE = 5;

    private final List<Row> rows;
    private final boolean isFiltered;
    private final OptionalLong seed;
    private final int epoch;
    private final int batchRows;
    private final boolean isShortDropped;
    private final int threads;
    private final int prefetch;
    private final int rank;
    private final int world;
    private final long firstStep;
    private final int width;
    private final int height;
    private final Optional<Flip> flip;
    private final Optional<Normalization> normalization;
    private final BrokenImages broken;

    private NaiveEpoch(SplittableRandom random, List<Row> all) {
        isFiltered = random.nextBoolean();
        rows = all.stream().filter(row -> !isFiltered || row.id() % 3 != 0).toList();
        seed = random.nextBoolean() ? OptionalLong.of(random.nextLong()) : OptionalLong.empty();
        epoch = random.nextInt(3);
        world = random.nextInt(1, 5);
        rank = random.nextInt(world);
        batchRows = random.nextInt(1, rows.size() / world + 1);
        isShortDropped = random.nextBoolean();
        threads = List.of(1, 2, 8).get(random.nextInt(3));
        prefetch = random.nextInt(1, 6);
        firstStep = random.nextBoolean() ? 0 : random.nextInt(5);
        width = random.nextInt(1, MAX_SIDE);
        height = random.nextInt(1, MAX_SIDE);
        flip = random.nextBoolean() ? Optional.of(new Flip(random.nextDouble(), random.nextLong())) : Optional.empty();
        normalization = random.nextBoolean() ? Optional.of(Normalization.IMAGENET) : Optional.empty();
        // A batch without any whole image cannot be replaced, which another test is about.
        broken = batchRows > 40 && random.nextBoolean() ? BrokenImages.REPLACE : BrokenImages.SKIP;
    }

    static NaiveEpoch drawn(SplittableRandom random, List<Row> rows) {
        return new NaiveEpoch(random, rows);
    }

    static List<Row> rows(SplittableRandom random, int count) {
        List<Row> rows = new ArrayList<>();
        for (int id = 0; id < count; id++) {
            int kind = random.nextInt(10);
            byte[] image = kind == 0
                    ? new byte[0]
                    : kind == 1
                            ? TinyImages.broken()
                            : TinyImages.image(random.nextInt(1, 100), random.nextInt(1, 100), random.nextInt(256));
            int items = random.nextInt(5) - 1;
            List<String> labels = new ArrayList<>();
            List<List<Float>> boxes = new ArrayList<>();
            for (int item = 0; item < items; item++) {
                labels.add("label" + random.nextInt(3));
                boxes.add(List.of(
                        (float) random.nextDouble(), (float) random.nextInt(50), (float) random.nextInt(100), 7.5f));
            }
            rows.add(new Row(id, image, random.nextBoolean() ? "row " + id : null, items >= 0, labels, boxes));
        }
        return rows;
    }

    LoaderBuilder builder(Table table) {
        LoaderBuilder builder = table.loader()
                .columns("id", "name", "labels", "place")
                .decode("image", new TinyImages(width, height))
                .boxes("boxes")
                .onBroken(broken)
                .epoch(epoch)
                .batchRows(batchRows)
                .threads(threads)
                .prefetch(prefetch)
                .shard(rank, world)
                .resumeAtStep(firstStep);
        if (isFiltered) {
            builder.where("id % 3 <> 0");
        }
        if (isShortDropped) {
            builder.dropShortBatch();
        }
        seed.ifPresent(builder::shuffle);
        flip.ifPresent(how -> builder.flip(how.share(), how.seed()));
        normalization.ifPresent(builder::normalize);
        return builder;
    }

    private List<Row> part() {
        long[] order = rows.stream().mapToLong(Row::id).toArray();
        if (seed.isPresent()) {
            RowOrder.shuffle(order, seed.getAsLong(), epoch);
        }
        List<Row> part = new ArrayList<>();
        for (int position = rank; position < order.length; position += world) {
            long id = order[position];
            part.add(rows.stream().filter(row -> row.id() == id).findFirst().orElseThrow());
        }
        return part;
    }

    long steps() {
        return isShortDropped ? rows.size() / world / batchRows : (long) Math.ceil((double) part().size() / batchRows);
    }

    List<Expected> batches() {
        List<Row> part = part();
        List<Expected> batches = new ArrayList<>();
        for (long step = firstStep; step < steps(); step++) {
            int from = (int) step * batchRows;
            List<Row> read = part.subList(from, Math.min(part.size(), from + batchRows));
            List<BrokenRow> faults = read.stream()
                    .filter(row -> !row.isWhole())
                    .map(row -> new BrokenRow(row.id(), row.image().length == 0 ? "it is NULL" : "it has no pixels"))
                    .toList();
            batches.add(new Expected(step, delivered(read), faults));
        }
        return batches;
    }

    private List<Row> delivered(List<Row> read) {
        List<Row> whole = read.stream().filter(Row::isWhole).toList();
        if (broken == BrokenImages.SKIP) {
            return whole;
        }
        List<Row> delivered = new ArrayList<>();
        for (Row row : read) {
            Row before = delivered.isEmpty() ? whole.get(0) : delivered.get(delivered.size() - 1);
            delivered.add(row.isWhole() ? row : before);
        }
        return delivered;
    }

    boolean isFlipped(Row row) {
        return flip.isPresent() && flip.get().applies(row.id(), epoch);
    }

    boolean isNormalized() {
        return normalization.isPresent();
    }

    int imageValues() {
        return width * height * TinyImages.CHANNELS;
    }

    long[] shape(int size) {
        return isNormalized()
                ? new long[] {size, TinyImages.CHANNELS, height, width}
                : new long[] {size, height, width, TinyImages.CHANNELS};
    }

    /** The sample of a delivered image. */
    private int sample(Row row, int y, int x, int channel) {
        int column = isFlipped(row) ? width - 1 - x : x;
        return (row.image()[2] + (y * width + column) * TinyImages.CHANNELS + channel) & 0xFF;
    }

    byte[] pixels(List<Row> delivered) {
        byte[] pixels = new byte[isNormalized() ? 0 : delivered.size() * imageValues()];
        for (int at = 0; at < pixels.length; at++) {
            int pixel = at / TinyImages.CHANNELS;
            Row row = delivered.get(pixel / (width * height));
            pixels[at] = (byte) sample(row, pixel / width % height, pixel % width, at % TinyImages.CHANNELS);
        }
        return pixels;
    }

    float[] tensor(List<Row> delivered) {
        float[] tensor = new float[isNormalized() ? delivered.size() * imageValues() : 0];
        for (int at = 0; at < tensor.length; at++) {
            int channel = at / (width * height) % TinyImages.CHANNELS;
            int sample = sample(delivered.get(at / imageValues()), at / width % height, at % width, channel);
            double scaled = sample / 255.0;
            Normalization how = normalization.get();
            tensor[at] = (float)
                    ((scaled - how.means().get(channel)) / how.deviations().get(channel));
        }
        return tensor;
    }

    int[] boxOffsets(List<Row> delivered) {
        int[] offsets = new int[delivered.size() + 1];
        for (int i = 0; i < delivered.size(); i++) {
            offsets[i + 1] = offsets[i] + delivered.get(i).boxes().size();
        }
        return offsets;
    }

    float[] boxes(List<Row> delivered) {
        List<Float> numbers = new ArrayList<>();
        for (Row row : delivered) {
            for (List<Float> box : row.boxes()) {
                double across = (double) width / row.image()[0];
                double down = (double) height / row.image()[1];
                boolean isFlipped = isFlipped(row);
                numbers.add((float) (isFlipped ? width - box.get(2) * across : box.get(0) * across));
                numbers.add((float) (box.get(1) * down));
                numbers.add((float) (isFlipped ? width - box.get(0) * across : box.get(2) * across));
                numbers.add((float) (box.get(3) * down));
            }
        }
        float[] floats = new float[numbers.size()];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = numbers.get(i);
        }
        return floats;
    }

    List<String> labels(List<Row> delivered) {
        return delivered.stream().flatMap(row -> row.labels().stream()).toList();
    }

    @Override
    public String toString() {
        return rows.size() + " rows, " + (isFiltered ? "filtered, " : "") + "seed " + seed + ", epoch " + epoch
                + ", batches of " + batchRows + (isShortDropped ? ", short one dropped" : "") + ", " + threads
                + " threads, prefetch " + prefetch + ", shard " + rank + "/" + world + ", from step " + firstStep
                + ", " + width + "x" + height + ", flip " + flip + ", "
                + (isNormalized() ? "normalized, " : "") + broken;
    }
}
