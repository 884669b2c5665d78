// SPDX-License-Identifier: Apache-2.0
package dev.joust.driving.bdd100k;

import dev.joust.driving.Frame;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;

/** One split of BDD100K: its images, joined with its labels. */
final class SplitGroup implements ImageGroup<Frame> {
    private final String split;
    private final SplitFiles files;
    private SplitLabels labels = SplitLabels.none();

    SplitGroup(String split, SplitFiles files) {
        this.split = split;
        this.files = files;
    }

    @Override
    public Collection<NamedImage> images() {
        return files.images().values();
    }

    @Override
    public String name() {
        return "split '" + split + "'";
    }

    @Override
    public void begin(Reports reports) {
        files.problems().forEach(reports::note);
        Map<String, SourceFile> labelFiles = files.labels();
        if (labelFiles.isEmpty() && isLabelled()) {
            reports.unlabelled(
                    "labels/det_20/det_" + split + ".json",
                    "there is no label file for split '" + split + "'",
                    "its frames get no annotations");
        }
        labels = SplitLabels.read(labelFiles, reports);
        for (String missing : labels.without(files.images().keySet())) {
            reports.lost(new Problem(
                    labels.fileFor(missing),
                    "image '" + missing + "' is labelled, but images/100k/" + split + " does not hold it"));
        }
    }

    @Override
    public Optional<String> refusal(NamedImage image) {
        return labels.brokenFile(image.imageId())
                .map(file -> "its labels were not read, because '" + file + "' is broken");
    }

    /** Whether frames of the split are to have labels; those of the test split have never been published. */
    private boolean isLabelled() {
        return !split.equals("test");
    }

    private void reportUnlabelled(NamedImage image, Reports reports) {
        if (labels.isEmpty()) {
            return;
        }
        String why = "it has no label entry in '" + labels.fileFor(image.imageId()) + "'";
        String effect = "it gets no annotations";
        if (isLabelled()) {
            reports.unlabelled(image.file().name(), why, effect);
        } else {
            reports.note(new Problem(image.file().name(), why + "; " + effect));
        }
    }

    @Override
    public Frame row(NamedImage image, ImageContent content, Reports reports) {
        String id = image.imageId();
        Annotation annotation = labels.take(id);
        if (annotation == null) {
            reportUnlabelled(image, reports);
            return new Frame(
                    id,
                    id,
                    content.bytes(),
                    content.width(),
                    content.height(),
                    null,
                    null,
                    null,
                    null,
                    split,
                    null,
                    null,
                    null);
        }
        String videoName = annotation.videoName();
        return new Frame(
                id,
                videoName == null ? id : videoName,
                content.bytes(),
                content.width(),
                content.height(),
                annotation.weather(),
                annotation.scene(),
                annotation.timeofday(),
                annotation.timestamp(),
                split,
                annotation.categories(),
                annotation.boxes(),
                annotation.occluded());
    }
}
