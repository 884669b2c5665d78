// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.relation;

import static java.util.Objects.requireNonNull;

import dev.joust.error.NotFoundException;
import dev.joust.internal.lance.LanceTable;
import dev.joust.internal.lance.disk.LakeFolder;
import dev.joust.internal.lance.disk.TablePaths;
import dev.joust.schema.Names;
import java.nio.file.Path;
import java.util.List;

/** The other tables of the lake that a table lies in. */
public final class Neighbours {
    private Neighbours() {}

    /**
     * Opens a table that lies beside another one. The caller closes it.
     *
     * @throws NotFoundException if there is none of that name, with the nearest names
     */
    public static LanceTable open(LanceTable beside, String name) {
        if (beside.paths().isPresent()) {
            Path lake = lake(beside.paths().orElseThrow());
            if (!LakeFolder.exists(lake, name)) {
                throw Names.notFound("table", name, "the lake of table '" + beside.name() + "'", names(lake));
            }
            return LanceTable.open(
                    beside.store(), name, lake.resolve(name + ".lance").toString());
        }
        String uri = beside.uri();
        return LanceTable.open(beside.store(), name, uri.substring(0, uri.lastIndexOf('/') + 1) + name + ".lance");
    }

    /** The names of all other tables of the lake; none where it cannot be listed. */
    public static List<String> names(LanceTable beside) {
        return beside.paths()
                .map(paths -> names(lake(paths)).stream()
                        .filter(name -> !name.equals(beside.name()))
                        .toList())
                .orElse(List.of());
    }

    private static Path lake(TablePaths table) {
        TablePaths main = table.main().orElse(table);
        return requireNonNull(main.root().toAbsolutePath().getParent(), "a table lies in a folder");
    }

    private static List<String> names(Path lake) {
        return LakeFolder.tables(lake).stream()
                .filter(name -> !name.startsWith("_"))
                .toList();
    }
}
