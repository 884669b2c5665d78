// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.lance.version;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.joust.error.StorageException;
import dev.joust.internal.lance.LanceTable;
import dev.joust.internal.lance.Snapshot;
import dev.joust.internal.lance.disk.TablePaths;
import dev.joust.internal.lance.guard.LanceErrors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.lance.Tag;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The tags of a table, also where the file of one is damaged, as a writer leaves it behind on a full disk: Lance can
 * list none of the tags then.
 */
final class TagFiles {
    private static final Logger LOG = LoggerFactory.getLogger(TagFiles.class);
    private static final ObjectMapper JSON = new ObjectMapper();

    private TagFiles() {}

    /** The versions by the names of the tags that can be read, ours included. */
    static Map<String, Long> readable(Snapshot now) {
        try {
            return KeepTags.list(now.dataset()).stream()
                    .collect(Collectors.toMap(Tag::getName, Tag::getVersion, (a, b) -> b, TreeMap::new));
        } catch (Exception e) {
            List<String> damaged = damaged(now.table());
            if (damaged.isEmpty()
                    && (!KeepTags.isAbout(e) || now.table().paths().isEmpty())) {
                throw LanceErrors.translate(
                        "list the tags of table '" + now.table().name() + "'", e);
            }
            if (!damaged.isEmpty()) {
                LOG.warn(
                        "The files of tags {} of table '{}' are damaged; drop these tags with joust tag drop",
                        damaged,
                        now.table().name());
            }
            Map<String, Long> tags = new TreeMap<>();
            for (String name : names(now.table())) {
                version(now.table(), name).ifPresent(version -> tags.put(name, version));
            }
            return tags;
        }
    }

    /** The names of tags whose files name no version, but for those that a cleanup of ours left behind. */
    static List<String> damaged(LanceTable table) {
        return names(table).stream()
                .filter(name -> !KeepTags.isOne(name) && version(table, name).isEmpty())
                .toList();
    }

    /** Removes damaged tags that dead processes left of their cleanups. */
    static void removeDamagedLeftovers(LanceTable table) {
        names(table).stream()
                .filter(name -> KeepTags.isLeftover(name, written(table, name))
                        && version(table, name).isEmpty())
                .forEach(name -> delete(table, name));
    }

    /** When the file of a tag was written last; now where nobody knows. */
    static Instant written(LanceTable table, String name) {
        try {
            return table.paths().isPresent()
                    ? Files.getLastModifiedTime(table.paths().get().tag(name)).toInstant()
                    : Instant.now();
        } catch (IOException e) {
            // Another run has removed it.
            return Instant.now();
        }
    }

    /** Whether the file of a tag is there, and names no version. */
    static boolean isDamaged(LanceTable table, String name) {
        return names(table).contains(name) && version(table, name).isEmpty();
    }

    /** The failure to read such a tag. */
    static StorageException unreadable(LanceTable table, String name) {
        return new StorageException("Cannot read tag '" + name + "' of table '" + table.name()
                + "': its file is damaged, so that it names no version; drop it with joust tag drop, and tag the version"
                + " again");
    }

    /** Removes the file of a tag. */
    static void delete(LanceTable table, String name) {
        try {
            Files.deleteIfExists(table.paths().orElseThrow().tag(name));
        } catch (IOException e) {
            throw new StorageException(
                    "Cannot drop tag '" + name + "' of table '" + table.name() + "': " + e.getMessage()
                            + "; check the rights of the folder",
                    e);
        }
    }

    private static List<String> names(LanceTable table) {
        return table.paths().map(TablePaths::tagNames).orElse(List.of());
    }

    private static OptionalLong version(LanceTable table, String name) {
        TablePaths paths = table.paths().orElseThrow();
        try {
            JsonNode tag = JSON.readTree(Files.readAllBytes(paths.tag(name)));
            JsonNode version = tag.path("version");
            return version.isIntegralNumber() ? OptionalLong.of(version.asLong()) : OptionalLong.empty();
        } catch (NoSuchFileException e) {
            return OptionalLong.of(0);
        } catch (IOException e) {
            return OptionalLong.empty();
        }
    }
}
