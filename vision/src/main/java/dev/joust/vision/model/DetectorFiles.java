// SPDX-License-Identifier: Apache-2.0
package dev.joust.vision.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.joust.error.InvalidRequestException;
import dev.joust.error.StorageException;
import dev.joust.feature.LocatedModel;
import dev.joust.vision.internal.onnx.Device;
import dev.joust.vision.internal.onnx.ModelFile;
import dev.joust.vision.internal.onnx.ModelFolder;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The files of a detector.
 *
 * @param model the ONNX file
 * @param labels the names of its classes
 */
record DetectorFiles(ModelFile model, ModelFile labels) {
    private static final String LABELS = "labels.json";
    private static final Set<String> FIT = ConcurrentHashMap.newKeySet();
    private static final ObjectMapper JSON = new ObjectMapper();

    static DetectorFiles in(ModelFolder folder) {
        return new DetectorFiles(
                folder.require("detector", List.of("detector.onnx", "model.onnx")),
                folder.require("names of classes", List.of(LABELS)));
    }

    static LocatedModel locate(String place) {
        DetectorFiles files = in(ModelFolder.at(place));
        String key = files.hashes().toString();
        if (!FIT.contains(key)) {
            Detector.load(files, new Device(1, OptionalInt.empty())).close();
            FIT.add(key);
        }
        return new LocatedModel(files.hashes(), Optional.empty());
    }

    /** The hashes of what decides the detections. */
    SortedMap<String, String> hashes() {
        SortedMap<String, String> hashes = new TreeMap<>();
        hashes.put("detector", model.sha256());
        hashes.put("labels", labels.sha256());
        return hashes;
    }

    /** The names of its classes, by number. */
    List<String> names() {
        try {
            JsonNode json = JSON.readTree(labels.bytes());
            List<String> names = new ArrayList<>();
            json.forEach(name -> names.add(name.isTextual() ? name.asText() : ""));
            if (!json.isArray() || names.isEmpty()) {
                throw new IllegalArgumentException("it is no list of names");
            }
            return names;
        } catch (IOException e) {
            throw wrong(StorageException.reason(e), e);
        } catch (IllegalArgumentException e) {
            throw wrong(String.valueOf(e.getMessage()), e);
        }
    }

    private InvalidRequestException wrong(String why, Exception cause) {
        return new InvalidRequestException(
                "Cannot read '" + labels + "': " + why
                        + "; write the names of the detector's classes into it, the background first",
                cause);
    }
}
