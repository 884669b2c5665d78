// SPDX-License-Identifier: Apache-2.0
package dev.joust.driving.synth.internal.files;

import dev.joust.driving.synth.internal.scene.Footage.Split;
import dev.joust.error.InvalidRequestException;
import dev.joust.error.StorageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The folder of a synthetic dataset, in BDD100K's layout, with a file that says who made it.
 *
 * <p>A folder that holds anything and lacks that file is refused; in one that has it, the frames and labels of the run
 * before are replaced, and other files are left alone.
 */
public final class DatasetFolder {
    private static final String MARKER = ".joust-synthetic";
    private static final Pattern IMAGE = Pattern.compile("[0-9a-f]{8}-[0-9a-f]{8}\\.jpg");

    private final Path root;

    private DatasetFolder(Path root) {
        this.root = root;
    }

    /**
     * Creates the folder, or clears it of the run before.
     *
     * @param madeBy what the marker file shall say
     * @throws InvalidRequestException if it is a file, or holds files and no marker
     * @throws StorageException if it cannot be written
     */
    public static DatasetFolder prepare(Path root, String madeBy) {
        try {
            DatasetFolder folder = new DatasetFolder(root);
            if (Files.exists(root)) {
                folder.checkOurs();
            }
            Files.createDirectories(root);
            Files.writeString(root.resolve(MARKER), madeBy);
            folder.clear();
            return folder;
        } catch (IOException e) {
            throw failure(root, e);
        }
    }

    /** What is thrown when the folder cannot be written. */
    public static StorageException failure(Path root, IOException e) {
        return new StorageException(
                "Cannot write synthetic frames to '" + root + "': " + StorageException.reason(e)
                        + "; choose a folder that can be written and has room",
                e);
    }

    private void checkOurs() throws IOException {
        if (!Files.isDirectory(root)) {
            throw new InvalidRequestException(
                    "Cannot write synthetic frames to '" + root + "': it is a file; choose a new or empty folder");
        }
        try (Stream<Path> children = Files.list(root)) {
            if (children.findAny().isPresent() && !Files.exists(root.resolve(MARKER))) {
                throw new InvalidRequestException("Cannot write synthetic frames to '" + root
                        + "': the folder is not empty and holds no synthetic frames; choose a new or empty folder");
            }
        }
    }

    private void clear() throws IOException {
        for (Split split : Split.values()) {
            Files.deleteIfExists(labels(split));
            Path images = images(split);
            if (!Files.isDirectory(images)) {
                continue;
            }
            List<Path> old;
            try (Stream<Path> children = Files.list(images)) {
                old = children.filter(DatasetFolder::isFrame).toList();
            }
            for (Path image : old) {
                Files.delete(image);
            }
            try (Stream<Path> left = Files.list(images)) {
                if (left.findAny().isEmpty()) {
                    Files.delete(images);
                }
            }
        }
    }

    private static boolean isFrame(Path file) {
        return IMAGE.matcher(file.getFileName().toString()).matches();
    }

    /** Creates the folders of labels and of these splits' images. */
    public void createSplits(Set<Split> splits) throws IOException {
        Files.createDirectories(root.resolve("labels/det_20"));
        for (Split split : splits) {
            Files.createDirectories(images(split));
        }
    }

    /** The folder itself. */
    public Path root() {
        return root;
    }

    /** The folder of the splits' image folders. */
    public Path imagesDir() {
        return root.resolve("images/100k");
    }

    /** The folder of a split's images. */
    public Path images(Split split) {
        return imagesDir().resolve(split.word());
    }

    /** The label file of a split. */
    public Path labels(Split split) {
        return root.resolve("labels/det_20/det_" + split.word() + ".json");
    }
}
