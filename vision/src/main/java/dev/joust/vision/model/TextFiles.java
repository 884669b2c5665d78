// SPDX-License-Identifier: Apache-2.0
package dev.joust.vision.model;

import dev.joust.vision.internal.onnx.ModelFile;
import dev.joust.vision.internal.onnx.ModelFolder;
import dev.joust.vision.internal.onnx.TextTokenizer;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The files of a model that makes vectors of text.
 *
 * @param model the ONNX file
 * @param tokenizer how text becomes tokens
 */
record TextFiles(ModelFile model, ModelFile tokenizer) {
    static final String MODEL = "text_model.onnx";

    static TextFiles in(ModelFolder folder) {
        return new TextFiles(
                folder.require("text encoder", List.of(MODEL)),
                folder.require("tokenizer", List.of(TextTokenizer.FILE)));
    }

    static Optional<TextFiles> find(ModelFolder folder) {
        return folder.find(MODEL)
                .flatMap(model -> folder.find(TextTokenizer.FILE).map(tokenizer -> new TextFiles(model, tokenizer)));
    }

    /** The hashes of what decides the vectors. */
    SortedMap<String, String> hashes() {
        SortedMap<String, String> hashes = new TreeMap<>();
        hashes.put("text", model.sha256());
        hashes.put("tokenizer", tokenizer.sha256());
        return hashes;
    }
}
