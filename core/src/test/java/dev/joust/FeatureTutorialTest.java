// SPDX-License-Identifier: Apache-2.0
package dev.joust;

import static org.assertj.core.api.Assertions.assertThat;

import dev.joust.backfill.BackfillResult;
import dev.joust.backfill.Preview;
import dev.joust.feature.ArrowUdf;
import dev.joust.feature.BlobStream;
import dev.joust.feature.Feature;
import dev.joust.feature.FeatureInput;
import dev.joust.feature.FeatureStatus;
import dev.joust.feature.InputType;
import dev.joust.schema.Types;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.arrow.vector.Float4Vector;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The code of docs/features.md. */
class FeatureTutorialTest {
    record Size(int width, int height) {}

    @SuppressWarnings("ArrayRecordComponent")
    record Photo(long id, String caption, Size size, byte[] image) {}

    // region scalar
    static final Feature WORDS = Feature.of("words", Types.INT32)
            .version(1)
            .from("caption", InputType.STRING)
            .map(caption -> caption.split(" ").length);
    // endregion

    // region changed
    static final Feature WORDS_2 = Feature.of("words", Types.INT32)
            .version(2)
            .from("caption", InputType.STRING)
            .map(caption -> caption.isBlank() ? 0 : caption.strip().split("\\s+").length);
    // endregion

    // region nested
    static final Feature PIXELS = Feature.of("pixels", Types.INT32)
            .version(1)
            .from("size.width", InputType.INT)
            .from("size.height", InputType.INT)
            .map((width, height) -> width * height);
    // endregion

    // region stream
    static final Feature IS_JPEG = Feature.of("is_jpeg", Types.BOOL)
            .version(1)
            .from("image", InputType.STREAM)
            .map(FeatureTutorialTest::startsAsJpeg);

    private static boolean startsAsJpeg(BlobStream image) throws java.io.IOException {
        return image.read() == 0xff && image.read() == 0xd8;
    }
    // endregion

    // region arrow
    static final class Megapixels implements ArrowUdf {
        @Override
        public void compute(VectorSchemaRoot in, VectorSchemaRoot out) {
            IntVector pixels = (IntVector) in.getVector("pixels");
            Float4Vector megapixels = (Float4Vector) out.getVector("megapixels");
            for (int row = 0; row < in.getRowCount(); row++) {
                megapixels.set(row, pixels.get(row) / 1e6f);
            }
        }
    }

    static final Feature MEGAPIXELS = Feature.of("megapixels", Types.FLOAT32)
            .version(1)
            .from(List.of(new FeatureInput("pixels", InputType.INT)))
            .arrow(Megapixels.class, Megapixels::new);
    // endregion

    @TempDir
    Path folder;

    private Lake lake;
    private Table photos;

    @BeforeEach
    void aTableOfPhotos() {
        lake = Joust.open(folder);
        photos = lake.createTable("photos", Photo.class);
        photos.append(photos(0, 4));
    }

    @AfterEach
    void close() {
        lake.close();
    }

    private static List<Photo> photos(int from, int to) {
        List<Photo> photos = new ArrayList<>();
        for (int id = from; id < to; id++) {
            photos.add(new Photo(id, id == 2 ? "  two   words" : "photo " + id, new Size(1000, 500 + id), new byte[] {
                (byte) 0xff, (byte) 0xd8, 0
            }));
        }
        return photos;
    }

    @Test
    void theWayOfAFeature() {
        // region preview
        Preview preview = photos.preview(WORDS, 3);
        preview.rows().forEach(row -> show(row.rowId() + ": " + row.values()));
        show(preview.rowsLeft() + " rows to compute, about " + preview.secondsLeft(2) + " s");
        // endregion
        assertThat(preview.rows().get(2).values()).isEqualTo(Map.of("words", 6));

        // region add
        photos.addFeatures(WORDS);
        BackfillResult first = photos.backfill("words").run();
        // endregion
        assertThat(first.rowsComputed()).isEqualTo(4);

        photos.append(photos(4, 6));
        // region again
        BackfillResult second = photos.backfill("words").run();
        // endregion
        assertThat(second.rowsComputed()).isEqualTo(2);

        // region alter
        photos.alterFeature("words", WORDS_2);
        FeatureStatus words = photos.feature("words");
        words.fragments().forEach(fragment -> show(fragment.why()));
        // endregion
        assertThat(words.cells().stale()).isEqualTo(6);
        assertThat(words.fragments().get(0).why())
                .containsExactly(
                        "4 rows stale: computed by 'words' version 1, the table now records 'words' version 2");

        // region fix
        photos.backfill("words").where("caption LIKE '%  %'").run();
        photos.backfill("words").run();
        // endregion
        assertThat(photos.feature("words").isComplete()).isTrue();
        assertThat(photos.query().where("id = 2").rows().get(0).intValue("words"))
                .isEqualTo(2);
    }

    @Test
    void otherKindsOfFunctions() {
        photos.addFeatures(PIXELS, IS_JPEG, MEGAPIXELS);
        photos.backfill("pixels", "is_jpeg", "megapixels").run();

        assertThat(photos.count("is_jpeg AND megapixels > 0.5")).isEqualTo(3);
        // region sql
        photos.addColumns(
                Feature.sql("caption_length", "length(caption)"),
                Feature.sql("is_wide", "size.width > 2 * size.height"),
                Feature.sql("shout", "upper(caption)"));
        // endregion
        assertThat(photos.count("caption_length = 7")).isEqualTo(3);
        assertThat(photos.feature("shout").isComplete()).isTrue();
    }

    private static void show(Object line) {
        assertThat(line.toString()).isNotEmpty();
    }
}
