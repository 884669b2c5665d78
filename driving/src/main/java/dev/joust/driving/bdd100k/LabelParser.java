// SPDX-License-Identifier: Apache-2.0
package dev.joust.driving.bdd100k;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads label files entry by entry; at no time does it hold more than one entry.
 *
 * <p>Three shapes are understood: an array of entries with {@code labels} (Detection 2020 and the two files of 2018),
 * an object that holds such entries in {@code frames}, and the one file per image of 2018, an object whose
 * {@code frames} hold {@code objects}. The formats are described at <a
 * href="https://doc.bdd100k.com/format.html">doc.bdd100k.com/format.html</a>. Labels without {@code box2d}, such as
 * lane markings and drivable areas, are no objects and are passed over.
 */
final class LabelParser {
    // Python's json module writes NaN as a bare word; it is then a problem of one box, not of the file.
    private static final JsonFactory JSON = JsonFactory.builder()
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            .enable(StreamReadFeature.USE_FAST_DOUBLE_PARSER)
            .build();

    private final String file;
    private final BiConsumer<String, Annotation> entries;
    private final Consumer<Problem> problems;
    private final LabelReader labels;
    private final Categories words;

    /**
     * Creates a parser for one file.
     *
     * @param entries takes each image id with its annotation, in the order of the file
     */
    LabelParser(String file, Categories words, BiConsumer<String, Annotation> entries, Consumer<Problem> problems) {
        this.file = file;
        this.entries = entries;
        this.problems = problems;
        this.words = words;
        this.labels = new LabelReader(file, words, problems);
    }

    /**
     * Reads a whole file.
     *
     * @param fallbackName the image's name where the file is about one image and does not name it; null where it is not
     * @throws JsonParseException if it is not JSON or not of a known shape, with the place
     * @throws IOException if it cannot be read
     */
    void parse(InputStream in, @Nullable String fallbackName) throws IOException {
        try (JsonParser json = JSON.createParser(in)) {
            JsonToken first = json.nextToken();
            if (first == JsonToken.START_ARRAY) {
                while (json.nextToken() != JsonToken.END_ARRAY) {
                    Json.expect(json, JsonToken.START_OBJECT, "a label entry, which is an object");
                    finish(json, entry(json, new Annotation.Draft()), null);
                }
            } else {
                Json.expect(json, JsonToken.START_OBJECT, "an array of label entries");
                wholeFile(json, fallbackName);
            }
            if (json.nextToken() != null) {
                throw Json.expected(json, "the end of the file");
            }
        }
    }

    private void wholeFile(JsonParser json, @Nullable String fallbackName) throws IOException {
        Annotation.Draft whole = new Annotation.Draft();
        boolean ownEntries = false;
        while (json.nextToken() != JsonToken.END_OBJECT) {
            String field = json.currentName();
            json.nextToken();
            if (field.equals("frames")) {
                ownEntries |= frames(json, whole);
            } else {
                field(json, field, whole);
            }
        }
        if (!ownEntries) {
            finish(json, whole, fallbackName);
        }
    }

    /** Reads the frames of an object; those with a name are entries, and it says whether there were any. */
    private boolean frames(JsonParser json, Annotation.Draft whole) throws IOException {
        boolean ownEntries = false;
        if (json.currentToken() == JsonToken.VALUE_NULL) {
            return false;
        }
        Json.expect(json, JsonToken.START_ARRAY, "an array of frames");
        while (json.nextToken() != JsonToken.END_ARRAY) {
            Json.expect(json, JsonToken.START_OBJECT, "a frame, which is an object");
            Annotation.Draft frame = new Annotation.Draft();
            frame.name = whole.name;
            entry(json, frame);
            if (frame.name != null && !frame.name.equals(whole.name)) {
                finish(json, frame, null);
                ownEntries = true;
            } else {
                whole.absorb(frame);
            }
        }
        return ownEntries;
    }

    private Annotation.Draft entry(JsonParser json, Annotation.Draft draft) throws IOException {
        while (json.nextToken() != JsonToken.END_OBJECT) {
            String field = json.currentName();
            json.nextToken();
            field(json, field, draft);
        }
        return draft;
    }

    private void field(JsonParser json, String field, Annotation.Draft draft) throws IOException {
        switch (field) {
            case "name" -> draft.name = Json.text(json);
            case "videoName", "video_name" -> draft.videoName = Json.text(json);
            case "timestamp" -> draft.timestamp = Json.wholeNumber(json);
            case "attributes" -> attributes(json, draft);
            case "labels", "objects" -> labels.readAll(json, draft);
            default -> json.skipChildren();
        }
    }

    private void attributes(JsonParser json, Annotation.Draft draft) throws IOException {
        if (json.currentToken() != JsonToken.START_OBJECT) {
            json.skipChildren();
            return;
        }
        while (json.nextToken() != JsonToken.END_OBJECT) {
            String field = json.currentName();
            json.nextToken();
            switch (field) {
                case "weather" -> draft.weather = word(json);
                case "scene" -> draft.scene = word(json);
                case "timeofday" -> draft.timeofday = word(json);
                default -> json.skipChildren();
            }
        }
    }

    private @Nullable String word(JsonParser json) throws IOException {
        String text = Json.text(json);
        return text == null ? null : words.one(text);
    }

    private void finish(JsonParser json, Annotation.Draft draft, @Nullable String fallbackName) {
        String name = draft.name != null ? draft.name : fallbackName;
        if (name == null || name.isEmpty()) {
            problems.accept(new Problem(file, "the label entry that ends at " + Json.place(json) + " names no image"));
            return;
        }
        String imageId = ImageNames.id(name);
        if (imageId.equals(draft.videoName)) {
            // The id itself is what stands in for a missing clip: no need for a second copy of it.
            draft.videoName = null;
        }
        entries.accept(imageId, draft.annotation());
    }
}
