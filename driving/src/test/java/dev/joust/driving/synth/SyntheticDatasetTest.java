// SPDX-License-Identifier: Apache-2.0
package dev.joust.driving.synth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.joust.error.InvalidRequestException;
import dev.joust.error.StorageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SyntheticDatasetTest {
    @TempDir
    Path temp;

    @Test
    void writesTheLayoutOfBdd100k() throws IOException {
        Path dir = temp.resolve("bdd");

        SyntheticResult result = small(dir).testFraction(0.1).write();

        assertThat(result.frames()).isEqualTo(20);
        assertThat(List.of(result.train(), result.val(), result.test())).containsExactly(14, 4, 2);
        assertThat(result.imagesDir()).isEqualTo(dir.resolve("images/100k"));
        assertThat(result.labels())
                .containsExactly(
                        dir.resolve("labels/det_20/det_train.json"), dir.resolve("labels/det_20/det_val.json"));
        assertThat(images(dir, "train")).hasSize(14);
        assertThat(images(dir, "val")).hasSize(4);
        assertThat(images(dir, "test")).hasSize(2);
        assertThat(dir.resolve("labels/det_20/det_test.json")).doesNotExist();
    }

    @Test
    void namesEveryLabelledImageOnce() throws IOException {
        Path dir = temp.resolve("bdd");

        small(dir).write();

        List<String> labelled = values(dir.resolve("labels/det_20/det_train.json"), "name");
        Collections.sort(labelled);
        assertThat(labelled).isEqualTo(images(dir, "train"));
        List<String> categories = values(dir.resolve("labels/det_20/det_train.json"), "category");
        assertThat(categories).contains("car", "pedestrian").doesNotContain("person");
    }

    @Test
    void writesTheSameBytesAgainWithAnyNumberOfThreads() throws IOException {
        Map<String, String> once = contents(small(temp.resolve("a")).threads(1).write(), temp.resolve("a"));
        Map<String, String> again = contents(small(temp.resolve("b")).threads(3).write(), temp.resolve("b"));

        assertThat(once).hasSize(20 + 2).isEqualTo(again);
    }

    @Test
    void sharesNoNameBetweenSeedsNorBetweenFootageOfOneSeed() throws IOException {
        Path first = temp.resolve("first");
        Path otherSeed = temp.resolve("other-seed");
        Path later = temp.resolve("later");
        small(first).valFraction(0).write();
        small(otherSeed).valFraction(0).seed(8).write();
        small(later).valFraction(0).firstClip(20).write();

        List<String> names = new ArrayList<>(images(first, "train"));
        names.addAll(images(otherSeed, "train"));
        names.addAll(images(later, "train"));

        assertThat(names).hasSize(60).doesNotHaveDuplicates();
    }

    @Test
    void replacesTheFramesOfAnEarlierRunAndNothingElse() throws IOException {
        Path dir = temp.resolve("bdd");
        small(dir).write();
        Files.writeString(dir.resolve("notes.txt"), "mine");

        small(dir).seed(9).frames(5).write();

        assertThat(images(dir, "train")).hasSize(4);
        assertThat(images(dir, "val")).hasSize(1);
        assertThat(dir.resolve("notes.txt")).hasContent("mine");
    }

    @Test
    void tellsHowFarItIs() {
        List<Integer> told = new ArrayList<>();

        small(temp.resolve("bdd")).progress(told::add).write();

        assertThat(told).isEqualTo(IntStream.rangeClosed(1, 20).boxed().toList());
    }

    @Test
    void refusesAFolderWithOtherFiles() throws IOException {
        Files.writeString(temp.resolve("thesis.tex"), "mine");

        assertThatThrownBy(() -> small(temp).write())
                .isInstanceOf(InvalidRequestException.class)
                .hasMessage("Cannot write synthetic frames to '" + temp
                        + "': the folder is not empty and holds no synthetic frames; choose a new or empty folder");
        assertThat(temp.resolve("images")).doesNotExist();
    }

    @Test
    void refusesAFileAsFolder() throws IOException {
        Path file = Files.writeString(temp.resolve("file"), "mine");

        assertThatThrownBy(() -> small(file).write())
                .isInstanceOf(InvalidRequestException.class)
                .hasMessage(
                        "Cannot write synthetic frames to '" + file + "': it is a file; choose a new or empty folder");
    }

    @Test
    void reportsAFolderThatCannotBeMade() throws IOException {
        Path file = Files.writeString(temp.resolve("file"), "mine");
        Path below = file.resolve("below");

        assertThatThrownBy(() -> small(below).write())
                .isInstanceOf(StorageException.class)
                .hasMessage("Cannot write synthetic frames to '" + below + "': '" + below
                        + "' cannot be used (not a directory); choose a folder that can be written and has room");
    }

    @Test
    void refusesSettingsThatMakeNoSense() {
        SyntheticDataset dataset = SyntheticDataset.in(temp);

        assertRefused(() -> dataset.frames(0), "frames must be positive but was 0");
        assertRefused(() -> dataset.frames(-3), "frames must be positive but was -3");
        assertRefused(() -> dataset.threads(0), "threads must be positive but was 0");
        assertRefused(() -> dataset.firstClip(-1), "firstClip must not be negative but was -1");
        assertRefused(() -> dataset.valFraction(1.5), "valFraction must be within 0 and 1 but was 1.5");
        assertRefused(() -> dataset.testFraction(-0.1), "testFraction must be within 0 and 1 but was -0.1");
        assertRefused(() -> dataset.valFraction(Double.NaN), "valFraction must be within 0 and 1 but was NaN");
        assertRefused(
                () -> dataset.size(10, 720), "width and height must be within 160x120 and 4096x4096 but were 10x720");
        assertRefused(
                () -> dataset.valFraction(0.7).testFraction(0.6).write(),
                "valFraction and testFraction must sum to at most 1 but were 0.7 and 0.6");
    }

    private static void assertRefused(Runnable call, String message) {
        assertThatThrownBy(call::run)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }

    private static SyntheticDataset small(Path dir) {
        return SyntheticDataset.in(dir).frames(20).seed(7).size(320, 180).threads(2);
    }

    private static List<String> images(Path dir, String split) throws IOException {
        Path folder = dir.resolve("images/100k").resolve(split);
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    private static Map<String, String> contents(SyntheticResult result, Path dir) throws IOException {
        assertThat(result.frames()).isEqualTo(20);
        Map<String, String> contents = new TreeMap<>();
        try (Stream<Path> files = Files.walk(dir)) {
            for (Path file : files.filter(path -> path.toString().matches(".*\\.(jpg|json)"))
                    .toList()) {
                contents.put(dir.relativize(file).toString(), HexFormat.of().formatHex(Files.readAllBytes(file)));
            }
        }
        return contents;
    }

    private static List<String> values(Path file, String field) throws IOException {
        List<String> values = new ArrayList<>();
        try (JsonParser json = new JsonFactory().createParser(file.toFile())) {
            while (json.nextToken() != null) {
                if (json.currentToken() == JsonToken.VALUE_STRING && field.equals(json.currentName())) {
                    values.add(json.getText());
                }
            }
        }
        return values;
    }
}
