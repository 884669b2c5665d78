// SPDX-License-Identifier: Apache-2.0
package dev.joust.vision.model;

import dev.joust.vision.internal.onnx.Device;
import dev.joust.vision.internal.onnx.ModelFile;
import dev.joust.vision.internal.onnx.ModelFolder;
import dev.joust.vision.internal.onnx.OnnxModel.Port;
import dev.joust.vision.internal.pixels.Preprocessing;
import dev.joust.vision.internal.pixels.Preprocessing.Crop;
import dev.joust.vision.internal.pixels.Preprocessing.Resize;
import dev.joust.vision.internal.pixels.PreprocessingJson;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The files of a model that makes vectors of images.
 *
 * @param kind what it is
 * @param model the ONNX file
 * @param config how it takes images, if a file says so
 */
record TowerFiles(TowerKind kind, ModelFile model, Optional<ModelFile> config) {
    /** Models that were loaded once and found fit, by kind and hashes. */
    private static final Set<String> FIT = ConcurrentHashMap.newKeySet();

    static TowerFiles in(ModelFolder folder, TowerKind kind) {
        return new TowerFiles(kind, folder.require("image encoder", kind.files()), folder.find(PreprocessingJson.FILE));
    }

    /** The hashes of what decides the vectors. */
    SortedMap<String, String> hashes() {
        SortedMap<String, String> hashes = new TreeMap<>();
        hashes.put("image", model.sha256());
        hashes.put("preprocessing", config.map(ModelFile::sha256).orElse("standard"));
        return hashes;
    }

    /** Loads the model once to see that it is of this kind. */
    void requireFit() {
        String key = kind.encoder() + " " + hashes();
        if (!FIT.contains(key)) {
            ImageTower.load(this, new Device(1, OptionalInt.empty())).close();
            FIT.add(key);
        }
    }

    /** How it takes images: as the file says, else as its kind does, in the size that it reads. */
    Preprocessing preprocessing(Port input) {
        if (config.isPresent()) {
            return PreprocessingJson.read(config.get());
        }
        Preprocessing standard = kind.standard();
        int height = (int) input.size(2);
        int width = (int) input.size(3);
        if (height <= 0 || width <= 0 || standard.crop().equals(new Crop.Middle(width, height))) {
            return standard;
        }
        return new Preprocessing(
                width == height ? new Resize.ShortestEdge(height) : new Resize.Exact(width, height),
                standard.filter(),
                new Crop.Middle(width, height),
                standard.scale(),
                standard.mean(),
                standard.deviation());
    }
}
