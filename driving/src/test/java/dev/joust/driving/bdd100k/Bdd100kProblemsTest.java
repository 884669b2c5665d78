// SPDX-License-Identifier: Apache-2.0
package dev.joust.driving.bdd100k;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.joust.driving.Frame;
import dev.joust.error.InvalidRequestException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class Bdd100kProblemsTest {
    private static final String FIRST = TestDataset.TRAIN + "0000f77c-6257be58.jpg";
    private static final String SECOND = TestDataset.TRAIN + "0000f77c-cb820c98.jpg";

    @TempDir
    Path root;

    private final ProblemLog problems = new ProblemLog();

    @Test
    void reportsImagesThatAreEmptyCutOffOrNoImages() throws IOException {
        TestDataset dataset = TestDataset.complete();
        byte[] whole = dataset.content(SECOND);
        dataset.bytes(FIRST, new byte[0])
                .bytes(SECOND, Arrays.copyOf(whole, whole.length - 2))
                .bytes(TestDataset.VAL + "b1c66a42-6f7d68ca.jpg", Arrays.copyOf(whole, 40))
                .text(TestDataset.TEST + "cabc30fc-e7726578.jpg", "<html>not found</html>")
                .unpack(root);

        assertThat(ids(read(OnError.SKIP))).isEmpty();
        assertThat(problems.first())
                .containsExactly(
                        new Problem(FIRST, "it is empty"),
                        new Problem(
                                SECOND,
                                "it is cut off after " + (whole.length - 2)
                                        + " bytes: its last 4096 bytes hold no end marker (FFD9)"),
                        new Problem(TestDataset.VAL + "b1c66a42-6f7d68ca.jpg", "the JPEG ends before a frame header"),
                        new Problem(
                                TestDataset.TEST + "cabc30fc-e7726578.jpg",
                                "it is neither a JPEG nor a PNG: it begins with the bytes 3c 68 74 6d 6c 3e 6e 6f"));
    }

    @Test
    void endsAtTheFirstProblemThatCostsARowIfThePolicySaysSo() throws IOException {
        TestDataset.complete().bytes(SECOND, new byte[0]).unpack(root);

        try (Bdd100k bdd = Bdd100k.open(root)) {
            RecordReader<Frame> reader = bdd.frames(List.of("train"), options(OnError.FAIL));

            assertThat(reader.next().imageId()).isEqualTo("0000f77c-6257be58");
            assertThatThrownBy(reader::hasNext)
                    .isInstanceOf(InvalidRequestException.class)
                    .hasMessage("Cannot ingest '" + SECOND
                            + "': it is empty; repair or remove it, or let the run skip such files");
        }
        assertThat(problems.first()).containsExactly(new Problem(SECOND, "it is empty"));
    }

    @Test
    void reportsLabelsWithoutImage() throws IOException {
        TestDataset.complete().without(SECOND).unpack(root);

        assertThat(ids(read(OnError.SKIP)))
                .containsExactly("0000f77c-6257be58", "b1c66a42-6f7d68ca", "cabc30fc-e7726578");
        assertThat(problems.first())
                .containsExactly(new Problem(
                        TestDataset.DET_TRAIN,
                        "image '0000f77c-cb820c98' is labelled, but images/100k/train does not hold it"));
        assertThatThrownBy(() -> read(OnError.FAIL))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessage("Cannot ingest '" + TestDataset.DET_TRAIN
                        + "': image '0000f77c-cb820c98' is labelled, but images/100k/train does not hold it;"
                        + " repair or remove it, or let the run skip such files");
    }

    @Test
    void keepsAnImageWithoutLabelEntryAndSaysSo() throws IOException {
        String extra = TestDataset.TRAIN + "ffffffff-00000000.jpg";
        TestDataset.complete().image(extra, 16, 8).unpack(root);

        Frame frame = read(OnError.SKIP).get(2);

        assertThat(frame.imageId()).isEqualTo("ffffffff-00000000");
        assertThat(frame.annCategories()).isNull();
        assertThat(problems.first())
                .containsExactly(new Problem(
                        extra, "it has no label entry in '" + TestDataset.DET_TRAIN + "'; it gets no annotations"));
        assertThatThrownBy(() -> read(OnError.FAIL))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessage("Cannot ingest '" + extra + "': it has no label entry in '" + TestDataset.DET_TRAIN
                        + "'; add the labels, or let the run go on without them by skipping problems");
    }

    @Test
    void keepsASplitWithoutLabelsAndSaysSoOnce() throws IOException {
        TestDataset.complete().without(TestDataset.DET_TRAIN).unpack(root);

        assertThat(read(OnError.SKIP)).hasSize(4);
        assertThat(problems.first())
                .containsExactly(new Problem(
                        TestDataset.DET_TRAIN,
                        "there is no label file for split 'train'; its frames get no annotations"));
        assertThatThrownBy(() -> read(OnError.FAIL))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessage("Cannot ingest '" + TestDataset.DET_TRAIN
                        + "': there is no label file for split 'train'; add the labels, or let the run go on"
                        + " without them by skipping problems");
    }

    @Test
    void leavesOutTheImagesWhoseLabelsComeAfterTheBreakOfALabelFile() throws IOException {
        TestDataset.complete()
                .text(TestDataset.DET_TRAIN, "[{\"name\": \"0000f77c-6257be58.jpg\"},\n {\"name\": 0000f77c}]")
                .unpack(root);

        assertThat(ids(read(OnError.SKIP)))
                .containsExactly("0000f77c-6257be58", "b1c66a42-6f7d68ca", "cabc30fc-e7726578");
        assertThat(problems.first())
                .containsExactly(
                        new Problem(
                                TestDataset.DET_TRAIN,
                                "line 2, column 12: Invalid numeric value: Leading zeroes not allowed"),
                        new Problem(
                                SECOND, "its labels were not read, because '" + TestDataset.DET_TRAIN + "' is broken"));
    }

    @Test
    void reportsADoubleEntryAndKeepsTheFirst() throws IOException {
        TestDataset.complete().text(TestDataset.DET_TRAIN, """
                        [{"name": "0000f77c-6257be58.jpg", "attributes": {"weather": "clear"}},
                         {"name": "0000f77c-6257be58.jpg", "attributes": {"weather": "foggy"}},
                         {"name": "0000f77c-cb820c98.jpg"}]
                        """).unpack(root);

        assertThat(read(OnError.FAIL).get(0).weather()).isEqualTo("clear");
        assertThat(problems.first())
                .containsExactly(new Problem(
                        TestDataset.DET_TRAIN,
                        "image '0000f77c-6257be58' has more than one label entry; the first counts"));
    }

    @Test
    void reportsAnImageIdThatOccursInTwoSplits() throws IOException {
        String again = TestDataset.TEST + "0000f77c-6257be58.jpg";
        TestDataset.complete().image(again, 8, 8).unpack(root);

        assertThat(ids(read(OnError.SKIP)))
                .containsExactly("0000f77c-6257be58", "0000f77c-cb820c98", "b1c66a42-6f7d68ca", "cabc30fc-e7726578");
        assertThat(problems.first())
                .containsExactly(new Problem(
                        again, "image id '0000f77c-6257be58' occurs in split 'train' too, and was read there"));
    }

    @Test
    void reportsTwoFilesOfOneNameAndDifferentLength() throws IOException {
        TestDataset dataset = TestDataset.complete();
        dataset.unpack(root);
        int bytes = dataset.content(FIRST).length;
        new TestDataset().bytes(FIRST, new byte[3]).zip(root.resolve("old.zip"), "", "");

        assertThat(read(OnError.FAIL)).hasSize(4);
        assertThat(problems.first())
                .containsExactly(new Problem(
                        "old.zip!/" + FIRST, "it has 3 bytes, but '" + FIRST + "', which is read, has " + bytes));
    }

    @Test
    void reportsAZipThatIsNotWhole() throws IOException {
        TestDataset dataset = TestDataset.complete();
        dataset.unpack(root);
        byte[] zip = Files.readAllBytes(dataset.zip(root.resolve("half.zip"), "", ""));
        Files.write(root.resolve("half.zip"), Arrays.copyOf(zip, zip.length / 2));

        assertThat(read(OnError.SKIP)).hasSize(4);
        assertThat(problems.first())
                .containsExactly(new Problem("half.zip", "the zip cannot be opened: zip END header not found"));
    }

    @Test
    void namesTheZipThatMayHoldTheSplitThatIsMissing() throws IOException {
        Files.writeString(root.resolve("100k_images_val.zip"), "<html>");

        assertThatThrownBy(() -> Bdd100k.open(root))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessage("Cannot read BDD100K '" + root + "': it holds no frames, and '100k_images_val.zip' does not"
                        + " count: the zip cannot be opened: zip END header not found; expected .jpg files below"
                        + " images/100k/train, images/100k/val or images/100k/test, or the downloaded zips with them,"
                        + " such as bdd100k_images_100k.zip");
    }

    @Test
    void reportsAnImageThatIsDamagedInsideItsZip() throws IOException {
        byte[] marker = "a comment inside the image".getBytes(StandardCharsets.UTF_8);
        TestDataset dataset = new TestDataset().image(FIRST, 8, 8);
        byte[] image = dataset.content(FIRST);
        byte[] padded = Arrays.copyOf(image, image.length + marker.length);
        System.arraycopy(marker, 0, padded, image.length, marker.length);
        Path zip = StoredZip.write(root.resolve("a.zip"), FIRST, padded);
        byte[] bytes = Files.readAllBytes(zip);
        bytes[new String(bytes, StandardCharsets.ISO_8859_1).indexOf("a comment")] = 'A';
        Files.write(zip, bytes);
        byte[] damaged = padded.clone();
        damaged[image.length] = 'A';

        assertThat(read(OnError.SKIP)).isEmpty();
        assertThat(problems.first().get(1))
                .isEqualTo(new Problem(
                        "a.zip!/" + FIRST,
                        String.format(
                                "its CRC-32 is %08x, but the zip states %08x; the zip is damaged",
                                ContentHash.of(damaged).crc32(),
                                ContentHash.of(padded).crc32())));
    }

    @Test
    void refusesAnImageThatIsTooLong() throws IOException {
        new TestDataset().bytes(FIRST, new byte[ImageContent.MAX_BYTES + 1]).zip(root.resolve("bomb.zip"), "", "");

        assertThat(read(OnError.SKIP)).isEmpty();
        assertThat(problems.first().get(1))
                .isEqualTo(new Problem(
                        "bomb.zip!/" + FIRST, "it is too long: 67108865 bytes, where at most 67108864 are read"));
    }

    @Test
    void reportsALinkThatLeadsNowhere() throws IOException {
        TestDataset.complete().without(FIRST).unpack(root);
        Files.createSymbolicLink(root.resolve(FIRST), root.resolve("nowhere"));

        assertThat(read(OnError.SKIP)).hasSize(3);
        assertThat(problems.first()).containsExactly(new Problem(FIRST, "it does not exist"));
    }

    @Test
    void addsNothingTwiceAndReportsTheSameIdWithOtherBytes() throws IOException {
        TestDataset dataset = TestDataset.complete();
        dataset.unpack(root);
        Map<String, ContentHash> table = new HashMap<>();
        read(OnError.FAIL)
                .forEach(frame -> table.put(frame.imageId(), ContentHash.of(requireNonNull(frame.imageBytes()))));
        byte[] changed = dataset.content(FIRST).clone();
        changed[changed.length - 5] ^= 1;
        int before = dataset.content(SECOND).length;
        dataset.bytes(FIRST, changed).image(SECOND, 100, 100).unpack(root);

        try (Bdd100k bdd = Bdd100k.open(root)) {
            RecordReader<Frame> again =
                    bdd.frames(bdd.splits(), options(OnError.SKIP).withKnown(id -> Optional.ofNullable(table.get(id))));

            assertThat(again.hasNext()).isFalse();
            assertThat(again.rowsRead()).isZero();
            assertThat(again.rowsPresent()).isEqualTo(2);
            assertThat(again.rowsSkipped()).isEqualTo(2);
        }
        assertThat(problems.first())
                .containsExactly(
                        new Problem(
                                FIRST,
                                "the table holds image '0000f77c-6257be58' with other bytes (the same length), and keeps them"),
                        new Problem(
                                SECOND,
                                "the table holds image '0000f77c-cb820c98' with other bytes ("
                                        + dataset.content(SECOND).length + " bytes here, " + before
                                        + " there), and keeps them"));
    }

    @Test
    void comparesImagesInsideZipsByTheZipsOwnChecksum() throws IOException {
        TestDataset dataset = TestDataset.complete();
        dataset.zip(root.resolve("a.zip"), "images/", "");
        Map<String, ContentHash> table = new HashMap<>();
        read(OnError.SKIP)
                .forEach(frame -> table.put(frame.imageId(), ContentHash.of(requireNonNull(frame.imageBytes()))));

        try (Bdd100k bdd = Bdd100k.open(root)) {
            RecordReader<Frame> again =
                    bdd.frames(bdd.splits(), options(OnError.SKIP).withKnown(id -> Optional.ofNullable(table.get(id))));

            assertThat(again.hasNext()).isFalse();
            assertThat(again.rowsPresent()).isEqualTo(4);
        }
    }

    private ReadOptions options(OnError policy) {
        return ReadOptions.defaults().withOnError(policy).withProblems(problems);
    }

    private List<Frame> read(OnError policy) {
        return Bdd100kTest.read(root, options(policy));
    }

    private static List<String> ids(List<Frame> frames) {
        return frames.stream().map(Frame::imageId).toList();
    }
}
