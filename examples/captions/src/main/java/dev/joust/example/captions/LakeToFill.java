// SPDX-License-Identifier: Apache-2.0
package dev.joust.example.captions;

import dev.joust.Joust;
import dev.joust.Lake;
import dev.joust.error.InvalidRequestException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** The lake that a walk fills: a folder that is new, empty, or an earlier walk's, whose tables it replaces. */
final class LakeToFill {
    private static final String MARK = ".captions-example";

    private LakeToFill() {}

    static Lake open(Path dir) {
        Path mark = dir.resolve(MARK);
        try {
            if (Files.isDirectory(dir) && !Files.exists(mark) && !isEmpty(dir)) {
                throw new InvalidRequestException("Cannot fill folder '" + dir
                        + "': it is not empty and no walk made it; choose a new or empty folder with --dir");
            }
            Files.createDirectories(dir);
            if (!Files.exists(mark)) {
                Files.createFile(mark);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Lake lake = Joust.open(dir);
        lake.tables().forEach(table -> lake.dropTable(table.name()));
        return lake;
    }

    private static boolean isEmpty(Path dir) throws IOException {
        try (Stream<Path> entries = Files.list(dir)) {
            return entries.findAny().isEmpty();
        }
    }
}
