// SPDX-License-Identifier: Apache-2.0
package dev.joust.loader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.joust.Joust;
import dev.joust.Lake;
import dev.joust.Table;
import dev.joust.error.InvalidRequestException;
import dev.joust.loader.LoaderSpec.Flip;
import dev.joust.schema.Column;
import dev.joust.schema.TableSchema;
import dev.joust.schema.Types;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Images that are flipped, normalized or broken, and what belongs to them. */
class LoaderImagesTest {
    private static final PixelDecoder DECODER = new TinyImages(2, 1);

    @TempDir
    Path folder;

    private Lake lake;
    private Table table;

    @BeforeEach
    void open() {
        lake = Joust.open(folder.resolve("lake"));
        table = lake.createTable(
                "t",
                TableSchema.of(
                        Column.required("id", Types.INT64),
                        Column.of("image", Types.LARGE_BINARY),
                        Column.of("boxes", Types.listOf(Types.vector(4))),
                        Column.of("doubles", Types.listOf(Types.listOf(Types.FLOAT64))),
                        Column.of("occluded", Types.listOf(Types.BOOL))));
    }

    @AfterEach
    void everyByteIsGivenBack() {
        lake.close();
    }

    private void append(long id, byte[] image) {
        table.appendRows(List.of(Map.of(
                "id",
                id,
                "image",
                image,
                "boxes",
                List.of(new float[] {1, 2, 3, 4}),
                "doubles",
                List.of(List.of(1.0, 2.0, 3.0, 4.0)),
                "occluded",
                List.of(true, false))));
    }

    private void appendWhole(int count) {
        for (int id = 0; id < count; id++) {
            append(id, TinyImages.image(10, 10, id));
        }
    }

    @Test
    void movesBoxesAlongWithImagesThatAreScaledAndFlipped() {
        append(0, TinyImages.image(20, 10, 0));
        LoaderBuilder builder =
                table.loader().columns("id").decode("image", DECODER).boxes("boxes", "doubles");

        try (Loader<Batch> plain = builder.open();
                Loader<Batch> flipped = builder.flip(1, 0).open();
                Batch batch = plain.next();
                Batch other = flipped.next()) {
            assertThat(batch.annotations("boxes").floats()).containsExactly(0.1f, 0.2f, 0.3f, 0.4f);
            assertThat(other.annotations("boxes").floats()).containsExactly(1.7f, 0.2f, 1.9f, 0.4f);
            assertThat(other.annotations("doubles").floats()).containsExactly(1.7f, 0.2f, 1.9f, 0.4f);
            assertThat(batch.pixels()).containsExactly(0, 1, 2, 3, 4, 5);
            assertThat(other.pixels()).containsExactly(3, 4, 5, 0, 1, 2);
            assertThat(other.isFlipped(0)).isTrue();
            assertThat(batch.isFlipped(0)).isFalse();
        }
    }

    @Test
    void leavesBoxesInTheTableAsTheyAre() {
        append(0, TinyImages.image(20, 10, 0));
        try (Loader<Batch> loader =
                        table.loader().decode("image", DECODER).boxes("boxes").open();
                Batch batch = loader.next()) {
            assertThat(batch.annotations("doubles").floats()).containsExactly(1, 2, 3, 4);
        }

        assertThat(table.query().select("boxes").rows().get(0).toString()).contains("1.0, 2.0, 3.0, 4.0");
    }

    /** The rows were computed by an independent program in Python from the text of {@link RowOrder#fraction}. */
    @Test
    void choosesWhatIsFlippedBySeedEpochAndRow() {
        assertThat(LongStream.range(0, 20).filter(row -> new Flip(0.5, 7).applies(row, 0)))
                .containsExactly(1L, 2L, 3L, 5L, 8L, 10L, 11L, 12L, 13L, 15L, 16L, 17L, 18L);
        assertThat(LongStream.range(0, 20).filter(row -> new Flip(0.5, 7).applies(row, 1)))
                .containsExactly(1L, 4L, 5L, 6L, 7L, 8L, 11L, 12L, 14L, 16L, 18L, 19L);
        assertThat(LongStream.range(0, 20).filter(row -> new Flip(0.5, -1).applies(row, 0)))
                .containsExactly(0L, 8L, 10L, 11L, 16L, 18L, 19L);
        assertThat(LongStream.range(0, 100_000).filter(row -> new Flip(0.25, 3).applies(row, 5)))
                .hasSize(25165);
    }

    @Test
    void normalizesChannelByChannel() {
        append(0, TinyImages.image(10, 10, 100));
        try (Loader<Batch> loader = table.loader()
                        .decode("image", DECODER)
                        .normalize(Normalization.IMAGENET)
                        .open();
                Batch batch = loader.next()) {
            assertThat(batch.shape()).containsExactly(1, 3, 1, 2);
            assertThat(batch.pixels()).isEmpty();
            assertThat(batch.tensor()[0]).isCloseTo((100 / 255f - 0.485f) / 0.229f, within(1e-6f));
            assertThat(batch.tensor()[1]).isCloseTo((103 / 255f - 0.485f) / 0.229f, within(1e-6f));
            assertThat(batch.tensor()[4]).isCloseTo((102 / 255f - 0.406f) / 0.225f, within(1e-6f));
        }
    }

    @Test
    void readsAnnotationsAsValuesAndOffsets() {
        appendWhole(2);
        table.appendRows(List.of(Map.of("id", 2L)));
        try (Loader<Batch> loader =
                        table.loader().columns("occluded", "boxes", "id").open();
                Batch batch = loader.next()) {
            Annotations occluded = batch.annotations("occluded");
            Annotations boxes = batch.annotations("boxes");

            assertThat(occluded.offsets()).containsExactly(0, 2, 4, 4);
            assertThat(occluded.longs()).containsExactly(1, 0, 1, 0);
            assertThat(occluded.itemValues()).isEqualTo(1);
            assertThat(boxes.count()).isEqualTo(2);
            assertThat(boxes.itemValues()).isEqualTo(4);
            assertThat(boxes.floats()).containsExactly(1, 2, 3, 4, 1, 2, 3, 4);
            assertThatThrownBy(occluded::floats)
                    .isInstanceOf(InvalidRequestException.class)
                    .hasMessage("Cannot read annotations of column 'occluded' as floating-point numbers: it holds"
                            + " Bool; ask for what it holds");
            assertThatThrownBy(() -> batch.annotations("id"))
                    .isInstanceOf(InvalidRequestException.class)
                    .hasMessage("Cannot read annotations of column 'id': it holds Int(64, true), not lists; read it"
                            + " from the columns of the batch");
            assertThatThrownBy(() -> batch.annotations("boxs"))
                    .isInstanceOf(InvalidRequestException.class)
                    .hasMessage("Cannot read annotations: there is no column 'boxs'; did you mean 'boxes'?");
        }
    }

    @Test
    void namesTheSameBrokenRowWhateverTheNumberOfThreads() {
        appendWhole(20);
        append(20, TinyImages.broken());
        append(21, TinyImages.broken());

        for (int threads : List.of(1, 2, 8)) {
            try (Loader<Batch> loader = table.loader()
                    .shuffle(4)
                    .decode("image", DECODER)
                    .threads(threads)
                    .open()) {
                assertThatThrownBy(loader::next)
                        .isInstanceOf(InvalidRequestException.class)
                        .hasMessage(
                                "Cannot decode column 'image' of row 20 in table 't': it has no pixels; leave the row"
                                        + " out with a filter, mend it, or let broken images be skipped or replaced");
            }
        }
    }

    @Test
    void skipsOrReplacesBrokenImagesAndCountsAndNamesThem() {
        append(0, TinyImages.broken());
        append(1, TinyImages.image(10, 10, 1));
        table.appendRows(List.of(Map.of("id", 2L)));
        List<BrokenRow> broken = List.of(new BrokenRow(0, "it has no pixels"), new BrokenRow(2, "it is NULL"));
        LoaderBuilder builder = table.loader().columns("id").decode("image", DECODER);

        try (Loader<Batch> skipping = builder.onBroken(BrokenImages.SKIP).open();
                Loader<Batch> replacing = builder.onBroken(BrokenImages.REPLACE).open();
                Batch skipped = skipping.next();
                Batch replaced = replacing.next()) {
            assertThat(skipped.rowIds()).containsExactly(1);
            assertThat(skipped.brokenRows()).isEqualTo(broken);
            assertThat(replaced.rowIds()).containsExactly(1, 1, 1);
            assertThat(replaced.columns().getVector("id").getObject(2)).isEqualTo(1L);
            assertThat(replaced.brokenRows()).isEqualTo(broken);
            assertThat(skipping.statistics().brokenRows()).isEqualTo(2);
        }
    }

    @Test
    void deliversAnEmptyBatchWhereAllImagesAreSkippedAndCannotReplaceThem() {
        append(0, TinyImages.broken());
        LoaderBuilder builder = table.loader().columns("id").decode("image", DECODER);

        try (Loader<Batch> skipping = builder.onBroken(BrokenImages.SKIP).open();
                Loader<Batch> replacing = builder.onBroken(BrokenImages.REPLACE).open();
                Batch batch = skipping.next()) {
            assertThat(batch.size()).isZero();
            assertThat(batch.columns().getRowCount()).isZero();
            assertThatThrownBy(replacing::next)
                    .isInstanceOf(InvalidRequestException.class)
                    .hasMessage(
                            "Cannot replace the images of batch 0 of table 't': none of them can be decoded, that"
                                    + " of row 0 in column 'image' since it has no pixels; use larger batches or skip broken images");
        }
    }

    @Test
    void refusesBoxesThatAreNone() {
        append(0, TinyImages.image(1, 1, 0));
        table.appendRows(List.of(
                Map.of("id", 1L, "image", TinyImages.image(1, 1, 0), "doubles", List.of(List.of(1.0, 2.0, 3.0)))));
        LoaderBuilder builder = table.loader().columns("id").decode("image", DECODER);

        assertThatThrownBy(() -> builder.boxes("occluded").open())
                .isInstanceOf(InvalidRequestException.class)
                .hasMessage("Cannot move column 'occluded' of table 't' with its images: it is list<bool>, not lists of"
                        + " boxes such as list<list<float32>>; name the column that holds them");
        assertThatThrownBy(() -> builder.boxes("box").open())
                .isInstanceOf(InvalidRequestException.class)
                .hasMessage("Cannot load table 't': there is no column 'box'; did you mean 'boxes'?");
        try (Loader<Batch> loader = builder.boxes("doubles").open()) {
            assertThatThrownBy(loader::next)
                    .isInstanceOf(InvalidRequestException.class)
                    .hasMessage("Cannot move boxes of column 'doubles' of row 1 in table 't' with its image: one has 3"
                            + " numbers, not x1, y1, x2 and y2; mend the row or leave it out with a filter");
        }
    }

    @Test
    void refusesWhatIsAboutImagesWithoutDecodingThem() {
        LoaderBuilder flipped = table.loader().flip(0.5, 1);

        assertThatThrownBy(flipped::open)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("boxes, flip, normalize and onBroken are about decoded images; call decode(column, decoder)"
                        + " as well");
        assertThatThrownBy(() -> table.loader().flip(1.5, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the share of images to flip must be from 0 to 1 but was 1.5");
        assertThatThrownBy(() -> table.loader()
                        .decode("image", DECODER)
                        .normalize(new Normalization(1, List.of(0.5), List.of(0.5)))
                        .open())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a normalization must have as many channels as the images but has 1 where they have 3");
    }

    @Test
    void refusesBatchesWhoseImagesDoNotFitAnArray() {
        appendWhole(2);

        assertThatThrownBy(() -> table.loader()
                        .decode("image", new TinyImages(20_000, 20_000))
                        .open())
                .isInstanceOf(InvalidRequestException.class)
                .hasMessage("Cannot load table 't': 2 images of 1200000000 values are more than an array can have; use"
                        + " batches of at most 1");
    }
}
