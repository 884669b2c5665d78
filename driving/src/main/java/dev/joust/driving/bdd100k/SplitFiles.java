// SPDX-License-Identifier: Apache-2.0
package dev.joust.driving.bdd100k;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The files of one split of BDD100K, wherever they lie; what lies in a folder goes before what lies in a zip. */
final class SplitFiles {
    private final Map<String, NamedImage> images = new TreeMap<>();
    private final Map<String, SourceFile> labelsByImage = new TreeMap<>();
    private final List<SourceFile> detection2020 = new ArrayList<>();
    private final List<SourceFile> release2018 = new ArrayList<>();
    private final List<Problem> problems = new ArrayList<>();

    void addImage(SourceFile file) {
        String imageId = ImageNames.id(file.name());
        NamedImage first = images.putIfAbsent(imageId, new NamedImage(imageId, file));
        if (first != null && first.file().statedBytes() != file.statedBytes()) {
            problems.add(new Problem(
                    file.name(),
                    "it has " + file.statedBytes() + " bytes, but '"
                            + first.file().name() + "', which is read, has "
                            + first.file().statedBytes()));
        }
    }

    void addDetection2020(SourceFile file) {
        detection2020.add(file);
    }

    void addRelease2018(SourceFile file) {
        release2018.add(file);
    }

    void addLabelsOfImage(String imageId, SourceFile file) {
        labelsByImage.putIfAbsent(imageId, file);
    }

    /** By image id, in its order. */
    Map<String, NamedImage> images() {
        return images;
    }

    /** What is wrong with the files before any is opened. */
    List<Problem> problems() {
        return problems;
    }

    /**
     * The label files that count, by the id of the image that a file is about, which is empty for a file about many:
     * Detection 2020 before the two files of 2018 before the one file per image of 2018.
     */
    Map<String, SourceFile> labels() {
        if (!detection2020.isEmpty()) {
            return Map.of("", detection2020.get(0));
        }
        if (!release2018.isEmpty()) {
            return Map.of("", release2018.get(0));
        }
        return labelsByImage;
    }
}
