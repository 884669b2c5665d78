// SPDX-License-Identifier: Apache-2.0
package dev.joust.driving.bdd100k;

import static java.util.Objects.requireNonNull;

import dev.joust.driving.Image;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * A folder of JPEG and PNG files without labels, with all folders below it.
 *
 * <p>Files are known by their ending ({@code .jpg}, {@code .jpeg}, {@code .png}, in any case); those whose name begins
 * with a dot are passed over. Links are not followed: one that leads to another place in the folder would only repeat
 * an image, and one that leads out of it, or nowhere, is reported.
 *
 * <p>Problems that cost a row: an image that is empty, cut off, without a readable header or longer than 64 MiB; a link
 * out of the folder; two files whose paths differ only in their endings, of which the first counts.
 *
 * <p>Threads: a folder may be read by several threads, each with its own reader.
 */
public final class ImageFolder {
    private final List<NamedImage> images;
    private final List<Problem> lost;
    private final List<Problem> noted;

    private ImageFolder(Scan scan) {
        this.images = List.copyOf(scan.images);
        this.lost = List.copyOf(scan.links);
        this.noted = List.copyOf(scan.unreadable);
    }

    /**
     * Looks through a folder; no image is read yet.
     *
     * @throws dev.joust.error.InvalidRequestException if there is no such folder or it holds no image
     */
    public static ImageFolder open(Path root) {
        requireNonNull(root, "root");
        Folders.requireFolder("images", root);
        try {
            Scan scan = new Scan(root.toRealPath());
            Files.walkFileTree(scan.root, scan);
            if (scan.images.isEmpty()) {
                throw ReadErrors.noImages(root);
            }
            scan.images.sort(Comparator.comparing(image -> image.file().name()));
            return new ImageFolder(scan);
        } catch (IOException e) {
            throw ReadErrors.unreadable("images", root, e);
        }
    }

    /** Reads all images in the order of their paths. */
    public RecordReader<Image> images(ReadOptions options) {
        requireNonNull(options, "options");
        return new RecordReader<>(List.of(new Group()), options);
    }

    /** All images, as the one group that they are. */
    private final class Group implements ImageGroup<Image> {
        @Override
        public Collection<NamedImage> images() {
            return images;
        }

        @Override
        public String name() {
            return "another file";
        }

        @Override
        public void begin(Reports reports) {
            noted.forEach(reports::note);
            lost.forEach(reports::lost);
        }

        @Override
        public Optional<String> refusal(NamedImage image) {
            return Optional.empty();
        }

        @Override
        public Image row(NamedImage image, ImageContent content, Reports reports) {
            return new Image(image.imageId(), image.file().name(), content.bytes(), content.width(), content.height());
        }
    }

    /** Walks the folder without following links. */
    private static final class Scan extends SimpleFileVisitor<Path> {
        private final Path root;
        private final List<NamedImage> images = new ArrayList<>();
        private final List<Problem> links = new ArrayList<>();
        private final List<Problem> unreadable = new ArrayList<>();

        Scan(Path root) {
            this.root = root;
        }

        @Override
        public FileVisitResult visitFile(Path path, BasicFileAttributes attributes) {
            String name = nameOf(path);
            if (attributes.isSymbolicLink()) {
                if (!leadsInside(path)) {
                    links.add(new Problem(name, "it is a link that leads out of the folder, or nowhere"));
                }
            } else if (attributes.isRegularFile() && ImageNames.isImage(name)) {
                SourceFile file = new SourceFile.OnDisk(name, path, attributes.size());
                images.add(new NamedImage(ImageNames.withoutEnding(name), file));
            }
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFileFailed(Path path, IOException failure) throws IOException {
            if (path.equals(root)) {
                throw failure;
            }
            unreadable.add(new Problem(nameOf(path), ReadErrors.why(failure)));
            return FileVisitResult.CONTINUE;
        }

        private boolean leadsInside(Path link) {
            try {
                return link.toRealPath().startsWith(root);
            } catch (IOException e) {
                return false;
            }
        }

        private String nameOf(Path path) {
            return root.relativize(path).toString().replace('\\', '/');
        }
    }
}
