// SPDX-License-Identifier: Apache-2.0
package dev.joust.crash;

import dev.joust.Joust;
import dev.joust.Lake;
import dev.joust.Table;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The same without a kill, on a copy of the table.
 *
 * @param before all rows at first
 * @param values all rows in the end
 * @param views all rows of all views in the end
 * @param folder where the calls were written down
 */
record CalmLife(Map<Long, String> before, Map<Long, String> values, Map<String, List<String>> views, Path folder) {
    /** Makes the table, copies its lake into another folder, and lives on here. */
    static CalmLife of(Life life, Path folder, Path copy) throws IOException {
        Files.createDirectories(folder);
        try (Lake lake = Joust.open(folder)) {
            Table table = life.create(lake, folder);
            Footage.Calls.forget(folder);
            copy(folder, copy);
            Map<Long, String> before = Footage.values(table);
            life.run(table, folder, event -> {}, Trap.none(folder));
            return new CalmLife(before, Footage.values(table), Footage.views(lake), folder);
        }
    }

    private static void copy(Path folder, Path copy) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.toList()) {
                Files.copy(file, copy.resolve(folder.relativize(file)));
            }
        }
    }

    /** How often a function was called. */
    long calls(String feature) {
        return Footage.Calls.count(folder, feature);
    }
}
