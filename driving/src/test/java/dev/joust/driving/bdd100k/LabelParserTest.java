// SPDX-License-Identifier: Apache-2.0
package dev.joust.driving.bdd100k;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LabelParserTest {
    private final Map<String, Annotation> entries = new LinkedHashMap<>();
    private final ProblemLog problems = new ProblemLog();

    @Test
    void readsOnlyAsFarAsItsEntriesAreWanted() throws IOException {
        int entriesInFile = 30_000;
        RepeatedEntries in = new RepeatedEntries(entriesInFile);
        List<Long> readBytes = new ArrayList<>();
        LabelParser parser = new LabelParser(
                "big.json", new Categories(), (id, annotation) -> readBytes.add(in.readBytes), problems);

        parser.parse(in, null);

        assertThat(readBytes).hasSize(entriesInFile);
        for (int i = 0; i < entriesInFile; i++) {
            long endOfEntry = 1 + (long) (i + 1) * RepeatedEntries.ENTRY.length;
            assertThat(readBytes.get(i)).isBetween(endOfEntry - 1, endOfEntry + 16_384);
        }
    }

    @Test
    void keepsUnknownCategoriesAndRenamesThoseOfOtherVocabularies() throws IOException {
        parse("[{'name': 'a.jpg', 'labels': [" + box("pedestrian") + "," + box("bike") + "," + box("motor") + ","
                + box("other person") + "," + box("trailer") + "," + box("Person") + "]}]");

        assertThat(entry("a").categories())
                .containsExactly("person", "bicycle", "motorcycle", "other person", "trailer", "Person");
    }

    @Test
    void readsEntriesThatAnObjectHoldsInFrames() throws IOException {
        parse("{'frames': [{'name': 'a.jpg', 'labels': [" + box("car")
                + "]}, {'name': 'b.jpg'}], 'config': {'x': [1]}}");

        assertThat(entries).containsOnlyKeys("a", "b");
        assertThat(entry("a").categories()).containsExactly("car");
    }

    @Test
    void readsFieldsInAnyOrderAndIgnoresUnknownOnes() throws IOException {
        parse(
                "[{'labels': [{'box2d': {'y2': 4, 'x1': 1, 'extra': {'x1': 9}, 'x2': 3, 'y1': 2}, 'box3d': null,"
                        + " 'category': 'car'}], 'index': 0, 'url': ['x'], 'timestamp': 1.0e4, 'videoName': 'v', 'name': 'a.png'}]");

        Annotation annotation = entry("a");
        assertThat(annotation.boxes()).containsExactly(List.of(1f, 2f, 3f, 4f));
        assertThat(annotation.timestamp()).isEqualTo(10_000L);
        assertThat(annotation.videoName()).isEqualTo("v");
    }

    @Test
    void leavesOutBoxesThatMakeNoSenseAndNamesThem() throws IOException {
        parse("[{'name': 'a.jpg', 'labels': ["
                + "{'category': 'car', 'box2d': {'x1': 40, 'y1': 2, 'x2': 12.5, 'y2': 4}},"
                + "{'category': 'bus', 'box2d': {'x1': 1, 'y1': 2, 'x2': 3, 'y2': 1}},"
                + "{'category': 'car', 'box2d': {'x1': NaN, 'y1': 2, 'x2': 3, 'y2': 4}},"
                + "{'category': 'car', 'box2d': {'x1': 1, 'y1': 2, 'x2': 1e999, 'y2': 4}},"
                + "{'category': 'car', 'box2d': {'x1': 1, 'y1': 2, 'x2': 3}},"
                + "{'category': 'car', 'box2d': {'x1': '1', 'y1': 2, 'x2': 3, 'y2': 4}},"
                + "{'box2d': {'x1': 1, 'y1': 2, 'x2': 3, 'y2': 4}},"
                + box("train") + "]}]");

        assertThat(entry("a").categories()).containsExactly("train");
        assertThat(problems.first().stream().map(Problem::why))
                .containsExactly(
                        "label 1 ('car') of 'a.jpg' is left out: x2 of its box is 12.5, less than x1, which is 40.0",
                        "label 2 ('bus') of 'a.jpg' is left out: y2 of its box is 1.0, less than y1, which is 2.0",
                        "label 3 ('car') of 'a.jpg' is left out: x1 of its box is NaN",
                        "label 4 ('car') of 'a.jpg' is left out: x2 of its box is Infinity",
                        "label 5 ('car') of 'a.jpg' is left out: its box has no number for y2",
                        "label 6 ('car') of 'a.jpg' is left out: its box has no number for x1",
                        "label 7 of 'a.jpg' is left out: it has no category");
    }

    @Test
    void reportsAnEntryThatNamesNoImage() throws IOException {
        parse("[{'labels': []},\n {'name': 'a.jpg'}]");

        assertThat(entries).containsOnlyKeys("a");
        assertThat(problems.first())
                .containsExactly(
                        new Problem("f.json", "the label entry that ends at line 1, column 16 names no image"));
    }

    @Test
    void saysWhereAFileIsBrokenAndWhatWasExpected() {
        assertThat(why(""))
                .isEqualTo("line 1, column 1: expected an array of label entries, but found the end of the file");
        assertThat(why("7")).isEqualTo("line 1, column 1: expected an array of label entries, but found a number");
        assertThat(why("[\n  [1]]"))
                .isEqualTo("line 2, column 3: expected a label entry, which is an object, but found an array");
        assertThat(why("[{'name': 'a', 'labels': 'x'}]"))
                .isEqualTo("line 1, column 26: expected an array of labels, or null, but found a text");
        assertThat(why("[{'name': 'a', 'labels': [true]}]"))
                .isEqualTo("line 1, column 27: expected a label, which is an object, but found a truth value");
        assertThat(why("[{'name': 'a', 'labels': [{'box2d': [1]}]}]"))
                .isEqualTo("line 1, column 37: expected a box2d, which is an object, or null, but found an array");
        assertThat(why("{'frames': 1}"))
                .isEqualTo("line 1, column 12: expected an array of frames, but found a number");
        assertThat(why("[] []")).isEqualTo("line 1, column 4: expected the end of the file, but found an array");
        assertThat(why("[{'name': 'a.jpg',\n  'labels': ["))
                .isEqualTo("line 2, column 14: it ends in the middle of its JSON");
        assertThat(why("<html>")).isEqualTo("line 1, column 1: '<' is out of place in its JSON");
    }

    private Annotation entry(String imageId) {
        return requireNonNull(entries.get(imageId), imageId);
    }

    private static String box(String category) {
        return "{'category': '" + category + "', 'box2d': {'x1': 1, 'y1': 2, 'x2': 3, 'y2': 4}}";
    }

    private String why(String json) {
        return Json.why(catchThrowableOfType(IOException.class, () -> parse(json)));
    }

    /** Parses JSON that is written with single quotes. */
    private void parse(String json) throws IOException {
        byte[] bytes = json.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
        new LabelParser("f.json", new Categories(), entries::put, problems)
                .parse(new ByteArrayInputStream(bytes), null);
    }

    /** A label file of any length that never exists as a whole, and counts what was read of it. */
    private static final class RepeatedEntries extends InputStream {
        static final byte[] ENTRY = ("{\"name\": \"0000f77c-6257be58.jpg\", \"labels\": ["
                        + "{\"category\": \"car\", \"box2d\": {\"x1\": 1, \"y1\": 2, \"x2\": 3, \"y2\": 4}},".repeat(12)
                        + "{\"category\": \"car\"}]},")
                .getBytes(StandardCharsets.UTF_8);

        private final long length;
        long readBytes;

        RepeatedEntries(int entries) {
            this.length = 1 + (long) entries * ENTRY.length;
        }

        @Override
        public int read() {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0];
        }

        @Override
        public int read(byte[] buffer, int offset, int wanted) {
            int count = (int) Math.min(wanted, length - readBytes);
            for (int i = 0; i < count; i++) {
                buffer[offset + i] = at(readBytes++);
            }
            return count == 0 ? -1 : count;
        }

        private byte at(long place) {
            if (place == 0) {
                return '[';
            }
            return place == length - 1 ? (byte) ']' : ENTRY[(int) ((place - 1) % ENTRY.length)];
        }
    }
}
