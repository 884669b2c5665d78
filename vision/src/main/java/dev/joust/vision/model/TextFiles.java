// SPDX-License-Identifier: Apache-2.0
package dev.joust.vision.model;

import dev.joust.error.InvalidRequestException;
import dev.joust.vision.internal.onnx.ModelFile;
import dev.joust.vision.internal.onnx.ModelFolder;
import dev.joust.vision.internal.onnx.TextTokenizer;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The files of a model that makes vectors of text.
 *
 * @param model the ONNX file
 * @param tokenizer how text becomes tokens
 */
record TextFiles(ModelFile model, ModelFile tokenizer) {
    static final String MODEL = "text_model.onnx";

    /** Text encoders that were loaded once and found fit, by their hashes. */
    private static final Set<String> FIT = ConcurrentHashMap.newKeySet();

    static TextFiles in(ModelFolder folder) {
        return new TextFiles(
                folder.require("text encoder", List.of(MODEL)),
                folder.require("tokenizer", List.of(TextTokenizer.FILE)));
    }

    static Optional<TextFiles> find(ModelFolder folder) {
        return folder.find(MODEL)
                .flatMap(model -> folder.find(TextTokenizer.FILE).map(tokenizer -> new TextFiles(model, tokenizer)));
    }

    /**
     * Loads the text encoder of a model once, if it has one, to see that texts can be encoded. A model of images only
     * is fit as it is, with or without a tokenizer.
     *
     * @throws InvalidRequestException if it has a text encoder without a tokenizer, or one of them cannot be used
     */
    static void requireFit(ModelFolder folder) {
        if (folder.find(MODEL).isEmpty()) {
            return;
        }
        TextFiles files = find(folder)
                .orElseThrow(() -> new InvalidRequestException("Cannot open model '" + folder + "': it has '" + MODEL
                        + "' but no '" + TextTokenizer.FILE
                        + "', without which no text can be encoded; add the one that"
                        + " belongs to the model, or take '" + MODEL + "' away to search by image only"));
        String key = files.hashes().toString();
        if (!FIT.contains(key)) {
            ClipTextEncoder.load(files).close();
            FIT.add(key);
        }
    }

    /** The hashes of what decides the vectors. */
    SortedMap<String, String> hashes() {
        SortedMap<String, String> hashes = new TreeMap<>();
        hashes.put("text", model.sha256());
        hashes.put("tokenizer", tokenizer.sha256());
        return hashes;
    }
}
