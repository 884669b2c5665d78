// SPDX-License-Identifier: Apache-2.0
package dev.joust.driving.bdd100k;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Reads the labels of one entry; a box that makes no sense is reported and left out. */
final class LabelReader {
    private static final List<String> SIDES = List.of("x1", "y1", "x2", "y2");

    private final String file;
    private final Categories words;
    private final Consumer<Problem> problems;
    private final float[] box = new float[SIDES.size()];
    private final boolean[] given = new boolean[SIDES.size()];

    LabelReader(String file, Categories words, Consumer<Problem> problems) {
        this.file = file;
        this.words = words;
        this.problems = problems;
    }

    /** Reads the array at the parser's place into a draft; null is an empty array. */
    void readAll(JsonParser json, Annotation.Draft draft) throws IOException {
        if (json.currentToken() == JsonToken.VALUE_NULL) {
            return;
        }
        Json.expect(json, JsonToken.START_ARRAY, "an array of labels, or null");
        while (json.nextToken() != JsonToken.END_ARRAY) {
            Json.expect(json, JsonToken.START_OBJECT, "a label, which is an object");
            read(json, draft);
        }
    }

    private void read(JsonParser json, Annotation.Draft draft) throws IOException {
        String category = null;
        boolean hasBox = false;
        boolean hidden = false;
        while (json.nextToken() != JsonToken.END_OBJECT) {
            String field = json.currentName();
            json.nextToken();
            switch (field) {
                case "category" -> category = Json.text(json);
                case "box2d" -> hasBox = box(json);
                case "attributes" -> hidden = occluded(json);
                default -> json.skipChildren();
            }
        }
        draft.labels++;
        if (!hasBox) {
            return;
        }
        String wrong = category == null ? "it has no category" : wrongBox();
        if (category == null || wrong != null) {
            String label = "label " + draft.labels + (category == null ? "" : " ('" + category + "')");
            String image = draft.name == null ? "the label entry around " + Json.place(json) : "'" + draft.name + "'";
            problems.accept(new Problem(file, label + " of " + image + " is left out: " + wrong));
            return;
        }
        draft.add(words.category(category), box, hidden);
    }

    private boolean box(JsonParser json) throws IOException {
        if (json.currentToken() == JsonToken.VALUE_NULL) {
            return false;
        }
        Json.expect(json, JsonToken.START_OBJECT, "a box2d, which is an object, or null");
        Arrays.fill(given, false);
        while (json.nextToken() != JsonToken.END_OBJECT) {
            int side = SIDES.indexOf(json.currentName());
            JsonToken value = json.nextToken();
            if (side >= 0 && value.isNumeric()) {
                box[side] = (float) json.getDoubleValue();
                given[side] = true;
            } else {
                json.skipChildren();
            }
        }
        return true;
    }

    private @Nullable String wrongBox() {
        for (int i = 0; i < SIDES.size(); i++) {
            if (!given[i]) {
                return "its box has no number for " + SIDES.get(i);
            }
            if (!Float.isFinite(box[i])) {
                return SIDES.get(i) + " of its box is " + box[i];
            }
        }
        for (int i = 0; i < 2; i++) {
            if (box[i + 2] < box[i]) {
                return SIDES.get(i + 2) + " of its box is " + box[i + 2] + ", less than " + SIDES.get(i) + ", which is "
                        + box[i];
            }
        }
        return null;
    }

    private static boolean occluded(JsonParser json) throws IOException {
        boolean hidden = false;
        if (json.currentToken() != JsonToken.START_OBJECT) {
            json.skipChildren();
            return false;
        }
        while (json.nextToken() != JsonToken.END_OBJECT) {
            boolean isOccluded = json.currentName().equals("occluded");
            JsonToken value = json.nextToken();
            if (isOccluded) {
                hidden = value == JsonToken.VALUE_TRUE;
            }
            json.skipChildren();
        }
        return hidden;
    }
}
