// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.lance.version;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.joust.internal.lance.LanceTable;
import dev.joust.internal.lance.disk.TablePaths;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Which versions of a table its branches need. A branch names the files of the version that it begins with, and never
 * copies them; a branch of a branch names files of the first one's version of the table, and of no other.
 */
final class BranchFiles {
    private static final ObjectMapper JSON = new ObjectMapper();

    private BranchFiles() {}

    /** The versions of the table that its branches begin with. */
    static Set<Long> versions(LanceTable table) {
        Set<Long> versions = new HashSet<>();
        for (Path file : files(table)) {
            version(file).ifPresent(versions::add);
        }
        return versions;
    }

    /** The names of files that do not say where their branch begins. */
    static List<String> damaged(LanceTable table) {
        List<String> damaged = new ArrayList<>();
        for (Path file : files(table)) {
            if (version(file).isEmpty() && Files.exists(file)) {
                damaged.add(String.valueOf(file.getFileName()));
            }
        }
        return damaged;
    }

    private static List<Path> files(LanceTable table) {
        return table.paths().map(TablePaths::branchFiles).orElse(List.of());
    }

    private static OptionalLong version(Path file) {
        try {
            JsonNode branch = JSON.readTree(Files.readAllBytes(file));
            JsonNode first =
                    branch.path("identifier").path("version_mapping").path(0).path(0);
            boolean isOfTable = branch.path("parentBranch").isNull();
            JsonNode version = first.isIntegralNumber() || !isOfTable ? first : branch.path("parentVersion");
            return version.isIntegralNumber() ? OptionalLong.of(version.asLong()) : OptionalLong.empty();
        } catch (NoSuchFileException e) {
            // Its branch has just been dropped.
            return OptionalLong.empty();
        } catch (IOException e) {
            return OptionalLong.empty();
        }
    }
}
