// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.lance.disk;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.lance.Dataset;
import org.lance.Fragment;
import org.lance.FragmentMetadata;
import org.lance.fragment.DataFile;
import org.lance.fragment.DeletionFile;
import org.lance.fragment.DeletionFileType;
import org.lance.index.Index;

/** The files that a version names, on a local disk. */
public final class VersionFiles {
    /** The operating system has written a file to the disk by itself long before it is this old. */
    static final long YOUNG_MILLIS = 60_000;

    private VersionFiles() {}

    /**
     * All data files, with the folders of what lies beside them, all deletion files, and the folders of the indexes.
     */
    public static List<Path> of(TablePaths paths, Dataset version) {
        List<Path> files = new ArrayList<>();
        for (Fragment fragment : version.getFragments()) {
            files.addAll(of(paths, fragment.metadata()));
        }
        for (Index index : version.getIndexes()) {
            files.add(paths.index(index.uuid().toString()));
        }
        return files;
    }

    /** The data files of a fragment, with the folders of what lies beside them, and its deletion file. */
    public static List<Path> of(TablePaths paths, FragmentMetadata fragment) {
        List<Path> files = new ArrayList<>();
        for (DataFile file : fragment.getFiles()) {
            files.add(paths.data(file.getPath()));
            files.add(paths.besideData(file.getPath()));
        }
        DeletionFile deletion = fragment.getDeletionFile();
        if (deletion != null) {
            files.add(deletion(paths, fragment.getId(), deletion));
        }
        return files;
    }

    /** The file that tells which rows of a fragment are deleted. */
    public static Path deletion(TablePaths paths, int fragment, DeletionFile deletion) {
        String ending = deletion.getFileType() == DeletionFileType.BITMAP ? "bin" : "arrow";
        return paths.deletion(fragment, deletion.getReadVersion(), deletion.getId(), ending);
    }

    /**
     * Those of these files that may not be on the disk yet, because someone wrote them a moment ago: another process
     * may have committed them without syncing.
     *
     * @param files folders stand for what is in them
     */
    public static List<Path> young(List<Path> files, long nowMillis) {
        List<Path> young = new ArrayList<>();
        for (Path path : files) {
            File file = path.toFile();
            File[] inside = file.listFiles();
            if (inside != null) {
                for (File one : inside) {
                    addYoung(one, nowMillis, young);
                }
            } else {
                addYoung(file, nowMillis, young);
            }
        }
        return young;
    }

    /**
     * Whether a file is certainly on the disk by now, and with a manifest that was written here all that it names,
     * which was written before it.
     */
    public static boolean isSettled(File file, long nowMillis) {
        long changed = file.lastModified();
        return changed > 0 && nowMillis - changed >= YOUNG_MILLIS;
    }

    private static void addYoung(File file, long nowMillis, List<Path> young) {
        if (file.isFile() && !isSettled(file, nowMillis)) {
            young.add(file.toPath());
        }
    }
}
