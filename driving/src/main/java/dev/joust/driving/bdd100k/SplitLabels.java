// SPDX-License-Identifier: Apache-2.0
package dev.joust.driving.bdd100k;

import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The annotations of one split by image id, read before its first image. */
final class SplitLabels {
    // The largest file of the data set has about 1.3 GB; a zip that inflates to more than this is not one of them.
    private static final long MAX_FILE_BYTES = 16L << 30;

    private final Map<String, Annotation> annotations = new HashMap<>();
    private final Map<String, String> broken = new HashMap<>();
    private final Map<String, SourceFile> files;
    private final Categories words = new Categories();
    private @Nullable String brokenForAll;

    private SplitLabels(Map<String, SourceFile> files) {
        this.files = files;
    }

    /** No labels. */
    static SplitLabels none() {
        return new SplitLabels(Map.of());
    }

    /** Reads label files; a broken one is reported, with the place, and what it said until there counts. */
    static SplitLabels read(Map<String, SourceFile> files, Reports reports) {
        SplitLabels labels = new SplitLabels(files);
        files.forEach((imageId, file) -> labels.read(imageId, file, reports));
        return labels;
    }

    /** Takes an annotation out, so that its memory is free once its image has been read. */
    @Nullable
    Annotation take(String imageId) {
        return annotations.remove(imageId);
    }

    /** The broken file that may have held an image's annotation, if the image has none because of that. */
    Optional<String> brokenFile(String imageId) {
        if (annotations.containsKey(imageId)) {
            return Optional.empty();
        }
        return Optional.ofNullable(brokenForAll != null ? brokenForAll : broken.get(imageId));
    }

    /** Whether there is any label file. */
    boolean isEmpty() {
        return files.isEmpty();
    }

    /** The name of the label file that an image would be in. */
    String fileFor(String imageId) {
        SourceFile file = files.getOrDefault(imageId, files.get(""));
        return file == null ? "labels/100k" : file.name();
    }

    /** The annotated images that are not among those given, in their order. */
    Set<String> without(Set<String> imageIds) {
        Set<String> missing = new TreeSet<>(annotations.keySet());
        missing.removeAll(imageIds);
        return missing;
    }

    private void read(String imageId, SourceFile file, Reports reports) {
        LabelParser parser = new LabelParser(
                file.name(), words, (id, annotation) -> add(id, annotation, file, reports), reports::note);
        try (InputStream in = new CappedInput(file.open(), MAX_FILE_BYTES)) {
            parser.parse(in, imageId.isEmpty() ? null : imageId);
        } catch (IOException e) {
            if (imageId.isEmpty()) {
                brokenForAll = file.name();
            } else {
                broken.put(imageId, file.name());
            }
            reports.lost(new Problem(file.name(), Json.why(e)));
        }
    }

    private void add(String imageId, Annotation annotation, SourceFile file, Reports reports) {
        if (annotations.putIfAbsent(imageId, annotation) != null) {
            reports.note(new Problem(
                    file.name(), "image '" + imageId + "' has more than one label entry; the first counts"));
        }
    }
}
