// SPDX-License-Identifier: Apache-2.0
package dev.joust.driving.bdd100k;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.joust.driving.Frame;
import dev.joust.error.InvalidRequestException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class Bdd100kTest {
    @TempDir
    Path root;

    @Test
    void joinsImagesWithTheLabelsOfDetection2020() throws IOException {
        TestDataset dataset = TestDataset.complete();
        dataset.unpack(root);

        List<Frame> frames = read(root);

        assertThat(frames)
                .usingRecursiveFieldByFieldElementComparator()
                .containsExactly(
                        new Frame(
                                "0000f77c-6257be58",
                                "0000f77c-6257be58",
                                dataset.content(TestDataset.TRAIN + "0000f77c-6257be58.jpg"),
                                64,
                                36,
                                "clear",
                                "city street",
                                "night",
                                10000L,
                                "train",
                                List.of("person", "traffic light"),
                                List.of(List.of(1.5f, 2f, 10.25f, 20f), List.of(0f, 0f, 3f, 4f)),
                                List.of(true, false)),
                        new Frame(
                                "0000f77c-cb820c98",
                                "0000f77c-clip",
                                dataset.content(TestDataset.TRAIN + "0000f77c-cb820c98.jpg"),
                                32,
                                18,
                                "rainy",
                                "highway",
                                "daytime",
                                10001L,
                                "train",
                                List.of(),
                                List.of(),
                                List.of()),
                        new Frame(
                                "b1c66a42-6f7d68ca",
                                "b1c66a42-6f7d68ca",
                                dataset.content(TestDataset.VAL + "b1c66a42-6f7d68ca.jpg"),
                                64,
                                36,
                                "undefined",
                                "tunnel",
                                "dawn/dusk",
                                10000L,
                                "val",
                                List.of(),
                                List.of(),
                                List.of()),
                        new Frame(
                                "cabc30fc-e7726578",
                                "cabc30fc-e7726578",
                                dataset.content(TestDataset.TEST + "cabc30fc-e7726578.jpg"),
                                64,
                                36,
                                null,
                                null,
                                null,
                                null,
                                "test",
                                null,
                                null,
                                null));
    }

    @Test
    void readsTheSameFramesFromTheDownloadedZips() throws IOException {
        TestDataset dataset = TestDataset.complete();
        Path unpacked = dataset.unpack(root.resolve("unpacked"));
        Path zips = root.resolve("zips");
        dataset.zip(zips.resolve("100k_images_train.zip"), TestDataset.TRAIN, "bdd100k/");
        dataset.zip(zips.resolve("renamed.ZIP"), TestDataset.VAL, "bdd100k/");
        dataset.zip(zips.resolve("more/test.zip"), TestDataset.TEST, "../../");
        dataset.zip(zips.resolve("bdd100k_det_20_labels_trainval.zip"), "labels/", "bdd100k/");

        assertThat(read(zips)).usingRecursiveFieldByFieldElementComparator().isEqualTo(read(unpacked));
    }

    @Test
    void readsAFolderHoweverDeepItWasUnpackedAndWhateverLiesBesideIt() throws IOException {
        TestDataset dataset = TestDataset.complete();
        Path plain = dataset.unpack(root.resolve("plain"));
        Path deep = root.resolve("deep");
        dataset.unpack(deep.resolve("bdd100k_images_100k/bdd100k"));
        new TestDataset()
                .image("images/10k/train/aaaaaaaa-00000000.jpg", 8, 8)
                .image("images/100k/train/._0000f77c-6257be58.jpg", 8, 8)
                .text("labels/det_20/._det_train.json", "no JSON")
                .text("images/100k/train/notes.txt", "no image")
                .unpack(deep);

        assertThat(read(deep)).usingRecursiveFieldByFieldElementComparator().isEqualTo(read(plain));
    }

    @Test
    void prefersUnpackedFilesToThoseInZips() throws IOException {
        TestDataset dataset = TestDataset.complete();
        dataset.unpack(root);
        dataset.zip(root.resolve("all.zip"), "", "bdd100k/");
        ProblemLog problems = new ProblemLog();

        List<Frame> frames = read(root, ReadOptions.defaults().withProblems(problems));

        assertThat(frames).hasSize(4);
        assertThat(problems.first()).isEmpty();
    }

    @Test
    void readsTheTwoLabelFilesOf2018() throws IOException {
        TestDataset.complete()
                .without(TestDataset.DET_TRAIN)
                .text("labels/bdd100k_labels_images_train.json", """
                        [{"name": "0000f77c-6257be58.jpg", "timestamp": 10000,
                          "attributes": {"weather": "clear", "scene": "city street", "timeofday": "night"},
                          "labels": [
                            {"category": "person", "manualShape": true, "box2d": {"x1": 1, "y1": 2, "x2": 3, "y2": 4},
                             "attributes": {"occluded": false, "truncated": false, "trafficLightColor": "none"}},
                            {"category": "bike", "attributes": {"occluded": true},
                             "box2d": {"x1": 1, "y1": 2, "x2": 3, "y2": 4}},
                            {"category": "motor", "box2d": {"x1": 1, "y1": 2, "x2": 3, "y2": 4}},
                            {"category": "drivable area", "attributes": {"areaType": "direct"},
                             "poly2d": [{"vertices": [[1, 2]], "types": "L", "closed": true}]}]},
                         {"name": "0000f77c-cb820c98.jpg", "timestamp": 10000, "labels": []}]
                        """)
                .unpack(root);

        Frame frame = read(root).get(0);

        assertThat(frame.annCategories()).containsExactly("person", "bicycle", "motorcycle");
        assertThat(frame.annOccluded()).containsExactly(false, true, false);
    }

    @Test
    void readsTheOneLabelFilePerImageOf2018() throws IOException {
        TestDataset.complete()
                .without(TestDataset.DET_TRAIN)
                .text("labels/100k/train/0000f77c-6257be58.json", """
                        {"name": "0000f77c-6257be58",
                         "frames": [{"timestamp": 10000, "objects": [
                           {"category": "car", "id": 0, "attributes": {"occluded": true},
                            "box2d": {"x1": 1, "y1": 2, "x2": 3, "y2": 4}},
                           {"category": "area/drivable", "id": 1, "poly2d": [[1, 2, "L"]]}]}],
                         "attributes": {"weather": "snowy", "scene": "residential", "timeofday": "daytime"}}
                        """)
                .text("labels/100k/train/0000f77c-cb820c98.json", "{\"frames\": []}")
                .unpack(root);

        List<Frame> frames = read(root);

        assertThat(frames.get(0).annCategories()).containsExactly("car");
        assertThat(frames.get(0).annOccluded()).containsExactly(true);
        assertThat(frames.get(0).weather()).isEqualTo("snowy");
        assertThat(frames.get(0).timestamp()).isEqualTo(10000);
        assertThat(frames.get(1).annCategories()).isEmpty();
    }

    @Test
    void knowsItsSplitsAndItsTotalsBeforeItReads() throws IOException {
        TestDataset dataset = TestDataset.complete();
        dataset.unpack(root);
        List<String> progress = new ArrayList<>();

        try (Bdd100k bdd = Bdd100k.open(root)) {
            RecordReader<Frame> reader = bdd.frames(
                    List.of("val", "train", "val"),
                    ReadOptions.defaults().withProgress((done, total) -> progress.add(done + "/" + total)));

            assertThat(bdd.splits()).containsExactly("train", "val", "test");
            assertThat(reader.rowsTotal()).isEqualTo(3);
            assertThat(reader.bytesTotal())
                    .isEqualTo(dataset.content(TestDataset.TRAIN + "0000f77c-6257be58.jpg").length
                            + dataset.content(TestDataset.TRAIN + "0000f77c-cb820c98.jpg").length
                            + dataset.content(TestDataset.VAL + "b1c66a42-6f7d68ca.jpg").length);
            reader.forEachRemaining(frame -> {});
            assertThat(reader.rowsRead()).isEqualTo(3);
        }
        assertThat(progress).containsExactly("1/3", "2/3", "3/3");
    }

    @Test
    void refusesASplitThatIsNotThere() throws IOException {
        TestDataset.complete()
                .without(TestDataset.TEST + "cabc30fc-e7726578.jpg")
                .unpack(root);

        try (Bdd100k bdd = Bdd100k.open(root)) {
            assertThatThrownBy(() -> bdd.frames("test"))
                    .isInstanceOf(InvalidRequestException.class)
                    .hasMessage("Cannot read split 'test': BDD100K '" + root
                            + "' holds no frames of it; name one of train, val");
        }
    }

    @Test
    void refusesAFolderWithoutFrames() throws IOException {
        new TestDataset().image("photos/a.jpg", 8, 8).unpack(root);

        assertThatThrownBy(() -> Bdd100k.open(root))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessage("Cannot read BDD100K '" + root + "': it holds no frames; expected .jpg files below"
                        + " images/100k/train, images/100k/val or images/100k/test, or the downloaded zips with them,"
                        + " such as bdd100k_images_100k.zip");
    }

    @Test
    void refusesAFolderThatIsNotThere() throws IOException {
        Path missing = root.resolve("missing");
        Path file = Files.writeString(root.resolve("file"), "");

        assertThatThrownBy(() -> Bdd100k.open(missing))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessage("Cannot read BDD100K '" + missing + "': there is no such folder; check the path");
        assertThatThrownBy(() -> Bdd100k.open(file))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessage(
                        "Cannot read BDD100K '" + file + "': it is not a folder; name the folder that holds the files");
    }

    static List<Frame> read(Path root) {
        return read(root, ReadOptions.defaults());
    }

    static List<Frame> read(Path root, ReadOptions options) {
        List<Frame> frames = new ArrayList<>();
        try (Bdd100k bdd = Bdd100k.open(root)) {
            bdd.frames(bdd.splits(), options).forEachRemaining(frames::add);
        }
        return frames;
    }
}
