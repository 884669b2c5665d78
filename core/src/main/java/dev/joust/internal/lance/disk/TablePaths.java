// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.lance.disk;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Where a table's files lie, for tables on a local disk; object stores have no paths and need none.
 *
 * <p>Layout of Lance: {@code data/}, {@code _deletions/}, {@code _indices/<uuid>/}, {@code _transactions/} and
 * {@code _versions/<2^64-1-version>.manifest}.
 */
public final class TablePaths {
    /** The folder of digests below that of our own files. */
    public static final String DIGESTS = "digests/";

    /** The folder of what is known of duplicates, below that of our own files. */
    public static final String DUPLICATES = "duplicates/";

    /** The folder of marks of our own indexes, below that of our own files. */
    public static final String INDEX_MARKS = "indexes/";

    /** The folder of notes about fragments that a compaction wrote, below that of our own files. */
    public static final String ORIGINS = "origins/";

    /** The folder of stamps that a compaction carried on, below that of our own files. */
    public static final String STAMPS = "stamps/";

    private static final String REF_ENDING = ".json";
    private static final String TREE = "tree";
    private static final String TABLE_ENDING = ".lance";
    private static final Pattern MANIFEST = Pattern.compile("[0-9]{1,20}\\.manifest");

    private final Path root;
    private final Optional<TablePaths> main;

    private TablePaths(Path root) {
        this.root = root;
        this.main = main(root).map(TablePaths::new);
    }

    /** A branch lies in its table's folder: {@code frames.lance/tree/<branch>}, whose name may have slashes. */
    private static Optional<Path> main(Path root) {
        for (Path at = root.getParent(); at != null && at.getParent() != null; at = at.getParent()) {
            if (at.endsWith(TREE)
                    && String.valueOf(at.getParent().getFileName()).endsWith(TABLE_ENDING)) {
                return Optional.of(at.getParent());
            }
        }
        return Optional.empty();
    }

    /** The paths of the table at this URI, or empty if it is not on a local disk. */
    public static Optional<TablePaths> of(String uri) {
        if (uri.startsWith("file://")) {
            return Optional.of(new TablePaths(Path.of(java.net.URI.create(uri))));
        }
        return uri.contains("://") ? Optional.empty() : Optional.of(new TablePaths(Path.of(uri)));
    }

    /** The table that this is a branch of; empty for a table itself. */
    public Optional<TablePaths> main() {
        return main;
    }

    /** The folder of the branches. */
    public Path tree() {
        return root.resolve(TREE);
    }

    /** The files that say which branches there are and where they begin, in alphabetical order. */
    public List<Path> branchFiles() {
        Path folder = root.resolve("_refs").resolve("branches");
        String[] files = folder.toFile().list();
        return Arrays.stream(files == null ? new String[0] : files)
                .filter(file -> file.endsWith(REF_ENDING))
                .sorted()
                .map(folder::resolve)
                .toList();
    }

    /** The table's own folder. */
    public Path root() {
        return root;
    }

    /** Our own files beside Lance's: stamps, checkpoints. */
    public Path joust() {
        return root.resolve("_joust");
    }

    /** The stamps of the rows in a data file, beside it because some files get theirs from a compaction. */
    public Path stamp(String fileName) {
        return joust().resolve(STAMPS).resolve(fileName);
    }

    /** What the rows of a data file were computed from besides themselves. */
    public Path digests(String fileName) {
        return joust().resolve(DIGESTS).resolve(fileName);
    }

    /** Which fragments a compaction replaced by the one whose data file this is. */
    public Path origins(String fileName) {
        return joust().resolve(ORIGINS).resolve(fileName);
    }

    /** Where data files are written until they are complete; each open table has a folder of its own in it. */
    public Path staging() {
        return joust().resolve("staging");
    }

    /** Says that a segment of an index is of our making. */
    public Path indexMark(String uuid) {
        return joust().resolve(INDEX_MARKS).resolve(uuid);
    }

    /**
     * The folders of files of our own that belong to one of Lance's each, under the same name; and of those that belong
     * to none, which are made anew where they are missing.
     */
    public List<Path> besideFiles() {
        return List.of(
                stamp("x").resolveSibling(""),
                digests("x").resolveSibling(""),
                origins("x").resolveSibling(""),
                indexMark("x").resolveSibling(""),
                joust().resolve(DUPLICATES));
    }

    /** The folder of the data files. */
    public Path dataFolder() {
        return root.resolve("data");
    }

    /** A data file, by its name. */
    public Path data(String fileName) {
        return dataFolder().resolve(fileName);
    }

    /** A data file that is there, by its name: a branch has those of its table too; where it would lie if it is not. */
    public Path found(String fileName) {
        Path own = data(fileName);
        return main.filter(paths -> !own.toFile().exists())
                .map(paths -> paths.data(fileName))
                .filter(path -> path.toFile().exists())
                .orElse(own);
    }

    /** The folder in which Lance keeps the large values of a data file with blobs of the second kind, format 2.2. */
    public Path besideData(String fileName) {
        return data(fileName.replaceFirst("\\.lance$", ""));
    }

    /** The folder of the manifests. */
    public Path versions() {
        return root.resolve("_versions");
    }

    /** The numbers of the versions that have a manifest, in ascending order. */
    public List<Long> versionNumbers() {
        String[] names = versions().toFile().list();
        return Arrays.stream(names == null ? new String[0] : names)
                .filter(name -> MANIFEST.matcher(name).matches())
                .map(name -> -1L - Long.parseUnsignedLong(name.substring(0, name.indexOf('.'))))
                .sorted()
                .toList();
    }

    Path deletion(long fragment, long readVersion, long id, String ending) {
        return root.resolve("_deletions")
                .resolve(fragment + "-" + readVersion + "-" + Long.toUnsignedString(id) + "." + ending);
    }

    /** The manifest of a version. */
    public Path manifest(long version) {
        return versions().resolve(Long.toUnsignedString(-1L - version) + ".manifest");
    }

    /** The file of a tag. */
    public Path tag(String name) {
        return root.resolve("_refs").resolve("tags").resolve(name + REF_ENDING);
    }

    /** The names of the tags that have a file, whole or damaged, in alphabetical order. */
    public List<String> tagNames() {
        String[] files = root.resolve("_refs").resolve("tags").toFile().list();
        return Arrays.stream(files == null ? new String[0] : files)
                .filter(file -> file.endsWith(REF_ENDING))
                .map(file -> file.substring(0, file.length() - REF_ENDING.length()))
                .sorted()
                .toList();
    }

    /** The folder of an index. */
    public Path index(String uuid) {
        return root.resolve("_indices").resolve(uuid);
    }
}
