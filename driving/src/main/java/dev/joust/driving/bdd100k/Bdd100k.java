// SPDX-License-Identifier: Apache-2.0
package dev.joust.driving.bdd100k;

import static java.util.Objects.requireNonNull;

import dev.joust.driving.Frame;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The BDD100K data set as it was downloaded: unpacked, as zips that are read without being unpacked, or both.
 *
 * <p>Images are found below {@code images/100k/{train,val,test}}. Labels are those of Detection 2020
 * ({@code det_20/det_train.json}); where a split has none, those of 2018 ({@code bdd100k_labels_images_train.json}, or
 * one file per image below {@code labels/100k/train}). A file that lies unpacked goes before the same file in a zip.
 *
 * <p>Categories are brought to one vocabulary: {@code pedestrian} becomes {@code person}, {@code bike} becomes
 * {@code bicycle}, {@code motor} becomes {@code motorcycle}. The clip of a frame is the {@code videoName} of its label
 * entry, else its own id: each of BDD100K's images comes from a video of the same name.
 *
 * <p>Problems that cost a row: an image that is empty, cut off, without a readable header, damaged in its zip or longer
 * than 64 MiB; a label entry without an image; an image id in a second split; a zip that cannot be opened; a label file
 * that is not JSON, which costs every image whose entry was not read, so that a run with the repaired file can add
 * them. Problems that cost none: a second entry for an image, a box without four finite numbers or with its sides
 * swapped (it is left out). Missing labels, of a whole split or of one image of {@code train} or {@code val}, cost the
 * annotations but not the row; {@link OnError#FAIL} ends there too.
 *
 * <p>Threads: an open data set may be read by several threads, each with its own reader.
 */
public final class Bdd100k implements AutoCloseable {
    private final Path root;
    private final Layout layout;

    private Bdd100k(Path root, Layout layout) {
        this.root = root;
        this.layout = layout;
    }

    /**
     * Looks through a folder; no image or label is read yet. The caller closes the data set when its readers are done.
     *
     * @throws dev.joust.error.InvalidRequestException if there is no such folder, or it holds no frames
     */
    public static Bdd100k open(Path root) {
        requireNonNull(root, "root");
        Folders.requireFolder("BDD100K", root);
        Layout layout = Layout.scan(root);
        if (layout.present().isEmpty()) {
            layout.close();
            throw ReadErrors.noFrames(root, layout.brokenZips());
        }
        return new Bdd100k(root, layout);
    }

    /** The splits that have images, in the order {@code train}, {@code val}, {@code test}. */
    public List<String> splits() {
        return layout.present();
    }

    /**
     * Reads all frames of one split in the order of their ids, leaving out what is broken.
     *
     * @throws dev.joust.error.InvalidRequestException if the split has no images
     */
    public RecordReader<Frame> frames(String split) {
        return frames(List.of(split), ReadOptions.defaults());
    }

    /**
     * Reads the frames of some splits, split by split in the order {@code train}, {@code val}, {@code test}, and within
     * one in the order of their ids. The labels of a split are read before its first frame.
     *
     * @throws dev.joust.error.InvalidRequestException if one of the splits has no images, or a zip cannot be opened and
     *     the policy is {@link OnError#FAIL}
     */
    public RecordReader<Frame> frames(Collection<String> splits, ReadOptions options) {
        requireNonNull(options, "options");
        Set<String> wanted = new HashSet<>();
        for (String split : splits) {
            if (!splits().contains(split)) {
                throw ReadErrors.noSuchSplit(root, split, splits(), layout.brokenZips());
            }
            wanted.add(split);
        }
        List<SplitGroup> groups = splits().stream()
                .filter(wanted::contains)
                .map(split -> new SplitGroup(split, layout.split(split)))
                .toList();
        Reports reports = new Reports(options.onError(), options.problems());
        layout.problems().forEach(reports::note);
        layout.brokenZips().forEach(reports::lost);
        return new RecordReader<>(groups, options);
    }

    @Override
    public void close() {
        layout.close();
    }
}
