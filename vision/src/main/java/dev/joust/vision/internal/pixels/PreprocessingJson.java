// SPDX-License-Identifier: Apache-2.0
package dev.joust.vision.internal.pixels;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.joust.error.InvalidRequestException;
import dev.joust.error.StorageException;
import dev.joust.vision.internal.onnx.ModelFile;
import dev.joust.vision.internal.pixels.AntialiasedResize.Filter;
import dev.joust.vision.internal.pixels.Preprocessing.Crop;
import dev.joust.vision.internal.pixels.Preprocessing.Resize;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Reads Hugging Face's {@code preprocessor_config.json}, as its {@code CLIPImageProcessor} understands it. */
public final class PreprocessingJson {
    /** What the file is called. */
    public static final String FILE = "preprocessor_config.json";

    private static final int BILINEAR = 2;
    private static final int BICUBIC = 3;
    private static final int MAX_SIDE = 8192;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final ModelFile file;
    private final JsonNode json;

    private PreprocessingJson(ModelFile file, JsonNode json) {
        this.file = file;
        this.json = json;
    }

    /**
     * Reads a file.
     *
     * @throws InvalidRequestException if it is no JSON, or asks for what is not supported
     */
    public static Preprocessing read(ModelFile file) {
        try {
            JsonNode json = JSON.readTree(file.bytes());
            return new PreprocessingJson(file, json).preprocessing();
        } catch (IOException e) {
            throw new InvalidRequestException(
                    "Cannot read '" + file + "': " + StorageException.reason(e)
                            + "; take the one that belongs to the model",
                    e);
        }
    }

    private Preprocessing preprocessing() {
        boolean isNormalized = json.path("do_normalize").asBoolean(true);
        boolean isScaled = json.path("do_rescale").asBoolean(true);
        return new Preprocessing(
                resize(),
                filter(),
                crop(),
                isScaled ? json.path("rescale_factor").asDouble(Preprocessing.CLIP.scale()) : 1,
                isNormalized ? three("image_mean") : List.of(0.0, 0.0, 0.0),
                isNormalized ? three("image_std") : List.of(1.0, 1.0, 1.0));
    }

    private Resize resize() {
        JsonNode size = json.path("size");
        if (!json.path("do_resize").asBoolean(true)) {
            return new Resize.None();
        }
        if (size.isInt()) {
            return new Resize.ShortestEdge(side("size", size));
        }
        if (size.has("shortest_edge")) {
            return new Resize.ShortestEdge(side("size.shortest_edge", size.path("shortest_edge")));
        }
        return new Resize.Exact(side("size.width", size.path("width")), side("size.height", size.path("height")));
    }

    private Crop crop() {
        JsonNode size = json.path("crop_size");
        if (!json.path("do_center_crop").asBoolean(!size.isMissingNode())) {
            return new Crop.None();
        }
        if (size.isInt()) {
            int side = side("crop_size", size);
            return new Crop.Middle(side, side);
        }
        return new Crop.Middle(
                side("crop_size.width", size.path("width")), side("crop_size.height", size.path("height")));
    }

    private Filter filter() {
        int resample = json.path("resample").asInt(BICUBIC);
        if (resample != BILINEAR && resample != BICUBIC) {
            throw wrong("'resample' is " + resample + ", where 2 (bilinear) and 3 (bicubic) are supported");
        }
        return resample == BILINEAR ? Filter.BILINEAR : Filter.BICUBIC;
    }

    private int side(String key, JsonNode value) {
        if (!value.isInt() || value.asInt() <= 0 || value.asInt() > MAX_SIDE) {
            throw wrong("'" + key + "' must be a number of pixels from 1 to " + MAX_SIDE + " but is "
                    + (value.isMissingNode() ? "missing" : value));
        }
        return value.asInt();
    }

    private List<Double> three(String key) {
        List<Double> numbers = new ArrayList<>();
        json.path(key).forEach(number -> numbers.add(number.asDouble()));
        if (numbers.size() != 3 || (key.equals("image_std") && numbers.contains(0.0))) {
            throw wrong("'" + key + "' must be three numbers but is " + json.path(key));
        }
        return numbers;
    }

    private InvalidRequestException wrong(String why) {
        return new InvalidRequestException(
                "Cannot read '" + file + "': " + why + "; take the one that belongs to the model");
    }
}
