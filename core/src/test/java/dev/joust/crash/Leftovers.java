// SPDX-License-Identifier: Apache-2.0
package dev.joust.crash;

import dev.joust.internal.arrow.Allocators;
import dev.joust.internal.lance.LanceStore;
import dev.joust.internal.lance.LanceTable;
import dev.joust.internal.lance.Snapshot;
import dev.joust.internal.lance.disk.Durability;
import dev.joust.internal.lance.disk.TablePaths;
import dev.joust.internal.lance.disk.VersionFiles;
import dev.joust.internal.lance.version.Versions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** The files in the folder of a table that nothing needs. */
final class Leftovers {
    private Leftovers() {}

    /**
     * Those that do not belong to Lance: Joust gave them their names, and they are not about a file of Lance's that is
     * left as well. Lance's own names do not say whose they are.
     */
    static Set<String> ours(Set<String> left) {
        Set<String> ours = new TreeSet<>(left);
        ours.removeIf(file -> !file.startsWith("_joust/") && !file.matches("data/.*-\\d+-[0-9a-f]{8}\\.lance"));
        ours.removeIf(file -> left.contains(file.replaceFirst("_joust/(stamps|digests|origins)/", "data/"))
                && file.startsWith("_joust/"));
        return ours;
    }

    /** Returns the files, by their names below the table's folder, that no version of it accounts for. */
    static Set<String> of(Path lake, String name) throws IOException {
        Path root = lake.resolve(name + ".lance");
        Set<Path> needed = new HashSet<>();
        try (LanceStore store = new LanceStore(Allocators.child("leftovers"), Map.of(), Durability.UNSYNCED);
                LanceTable table = LanceTable.open(store, name, root.toString())) {
            TablePaths paths = table.paths().orElseThrow();
            for (long version : Versions.numbers(table)) {
                try (Snapshot at = table.at(version)) {
                    needed.add(paths.manifest(version));
                    needed.addAll(VersionFiles.of(paths, at.dataset()));
                    at.dataset()
                            .getIndexes()
                            .forEach(index ->
                                    needed.add(paths.indexMark(index.uuid().toString())));
                    at.fragments()
                            .forEach(fragment -> fragment.files().forEach(file -> {
                                needed.add(paths.stamp(file.name()));
                                needed.add(paths.digests(file.name()));
                                needed.add(paths.origins(file.name()));
                            }));
                }
            }
            needed.add(paths.versions().resolve("latest_version_hint.json"));
        }
        Set<String> left = new TreeSet<>();
        try (Stream<Path> files = Files.walk(root)) {
            files.filter(Files::isRegularFile)
                    .filter(file -> !needed.contains(file) && !needed.contains(file.getParent()))
                    .forEach(file -> left.add(root.relativize(file).toString()));
        }
        return left;
    }
}
