// SPDX-License-Identifier: Apache-2.0
package dev.joust.driving.bdd100k;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * Finds the files of BDD100K below a folder and inside the zips that it holds, by what their paths end in, so that it
 * does not matter how many folders deep the data set was unpacked or what a zip is called.
 *
 * <p>Links are followed, because large data sets are often linked into place.
 */
final class Layout implements Closeable {
    /** The splits in the order in which they are read. */
    static final List<String> SPLITS = List.of("train", "val", "test");

    static final int MAX_ZIP_ENTRIES = 1_000_000;

    private static final int MAX_DEPTH = 16;
    private static final int MAX_ZIP_DEPTH = 3;
    private static final Pattern IMAGE =
            Pattern.compile("(?:.*/)?images/100k/(train|val|test)/.+|100k/(train|val|test)/.+");
    private static final Pattern DETECTION_2020 =
            Pattern.compile("(?:.*/)?(?:det_20|detection20)/det_(?:v2_)?(train|val|test)(?:_release)?\\.json");
    private static final Pattern RELEASE_2018 =
            Pattern.compile("(?:.*/)?bdd100k_labels_images_(train|val|test)\\.json");
    private static final Pattern LABELS_OF_IMAGE =
            Pattern.compile("(?:.*/)?labels/100k/(train|val|test)/([^/]+)\\.json");

    private final Map<String, SplitFiles> splits = new LinkedHashMap<>();
    private final List<Problem> problems = new ArrayList<>();
    private final List<Problem> brokenZips = new ArrayList<>();
    private final List<Path> zipPaths = new ArrayList<>();
    private final List<ZipFile> zips = new ArrayList<>();
    private final Path root;

    private Layout(Path root) {
        this.root = root;
        SPLITS.forEach(split -> splits.put(split, new SplitFiles()));
    }

    /** Looks through a folder; the caller closes the layout, which closes the zips. */
    static Layout scan(Path root) {
        Layout layout = new Layout(root);
        try {
            Files.walkFileTree(root, EnumSet.of(FileVisitOption.FOLLOW_LINKS), MAX_DEPTH, layout.new Visitor());
            layout.zipPaths.sort(null);
            for (Path zip : layout.zipPaths) {
                layout.addZip(zip);
            }
            return layout;
        } catch (IOException e) {
            layout.close();
            throw ReadErrors.unreadable("BDD100K", root, e);
        } catch (RuntimeException e) {
            layout.close();
            throw e;
        }
    }

    /** The splits that have images, in their order. */
    List<String> present() {
        return SPLITS.stream().filter(split -> !split(split).images().isEmpty()).toList();
    }

    SplitFiles split(String name) {
        SplitFiles files = splits.get(name);
        if (files == null) {
            throw new IllegalArgumentException("BDD100K has no split '" + name + "'");
        }
        return files;
    }

    /** What could not be looked through. */
    List<Problem> problems() {
        return problems;
    }

    /** The zips that could not be opened, which costs whatever rows they hold. */
    List<Problem> brokenZips() {
        return brokenZips;
    }

    @Override
    public void close() {
        for (ZipFile zip : zips) {
            try {
                zip.close();
            } catch (IOException e) {
                // It was only read from: nothing is lost.
            }
        }
    }

    private void addZip(Path path) {
        String name = nameOf(path);
        ZipFile zip;
        try {
            zip = new ZipFile(path.toFile());
        } catch (IOException e) {
            brokenZips.add(ReadErrors.brokenZip(name, e));
            return;
        }
        zips.add(zip);
        if (zip.size() > MAX_ZIP_ENTRIES) {
            brokenZips.add(ReadErrors.tooManyEntries(name, zip.size(), MAX_ZIP_ENTRIES));
            return;
        }
        for (ZipEntry entry : (Iterable<ZipEntry>)
                () -> zip.stream().map(each -> (ZipEntry) each).iterator()) {
            if (!entry.isDirectory()) {
                add(entry.getName(), new SourceFile.InZip(zip, name, entry));
            }
        }
    }

    private void add(String path, SourceFile file) {
        if (ImageNames.isImage(path)) {
            Matcher image = IMAGE.matcher(path);
            if (image.matches()) {
                split(image.group(1) != null ? image.group(1) : image.group(2)).addImage(file);
            }
        } else if (path.endsWith(".json") && !ImageNames.isHidden(path)) {
            addLabels(path, file);
        }
    }

    private void addLabels(String path, SourceFile file) {
        Matcher labels = DETECTION_2020.matcher(path);
        if (labels.matches()) {
            split(labels.group(1)).addDetection2020(file);
        } else if (labels.usePattern(RELEASE_2018).matches()) {
            split(labels.group(1)).addRelease2018(file);
        } else if (labels.usePattern(LABELS_OF_IMAGE).matches()) {
            split(labels.group(1)).addLabelsOfImage(labels.group(2), file);
        }
    }

    private String nameOf(Path path) {
        return root.relativize(path).toString().replace('\\', '/');
    }

    /** Walks the folder: remembers zips, sorts all other files in. */
    private final class Visitor extends SimpleFileVisitor<Path> {
        @Override
        public FileVisitResult visitFile(Path path, BasicFileAttributes attributes) {
            // A named pipe that is called like an image would be waited for; a link that leads nowhere is a problem
            // later.
            if (!attributes.isRegularFile() && !attributes.isSymbolicLink()) {
                return FileVisitResult.CONTINUE;
            }
            String name = nameOf(path);
            boolean isZip = name.toLowerCase(Locale.ROOT).endsWith(".zip");
            if (!isZip) {
                add(name, new SourceFile.OnDisk(name, path, attributes.size()));
            } else if (root.relativize(path).getNameCount() <= MAX_ZIP_DEPTH && !ImageNames.isHidden(name)) {
                zipPaths.add(path);
            }
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFileFailed(Path path, IOException failure) throws IOException {
            if (path.equals(root)) {
                throw failure;
            }
            if (!(failure instanceof FileSystemLoopException)) {
                problems.add(new Problem(nameOf(path), ReadErrors.why(failure)));
            }
            return FileVisitResult.CONTINUE;
        }
    }
}
