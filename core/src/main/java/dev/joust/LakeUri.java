// SPDX-License-Identifier: Apache-2.0
package dev.joust;

import dev.joust.error.InvalidRequestException;
import dev.joust.error.NotFoundException;
import dev.joust.error.StorageException;
import dev.joust.internal.lance.disk.LakeFolder;
import dev.joust.schema.Names;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Where a lake lies.
 *
 * @param text as messages show it
 * @param folder the absolute folder, or empty for an object store
 */
record LakeUri(String text, Optional<Path> folder) {
    private static final Set<String> SCHEMES = Set.of("s3", "gs", "az", "abfss", "hf", "oss", "memory");

    static LakeUri parse(String uri) {
        if (uri.isBlank()) {
            throw new InvalidRequestException(
                    "Cannot open lake '" + uri + "': the location is empty; give a folder or an object store's URI");
        }
        if (uri.chars().anyMatch(Character::isISOControl)) {
            throw new InvalidRequestException(
                    "Cannot open lake '" + Names.shown(uri) + "': it holds a control character; give a folder");
        }
        int scheme = uri.indexOf("://");
        if (scheme >= 0 && !uri.startsWith("file://")) {
            if (!SCHEMES.contains(uri.substring(0, scheme)) || uri.startsWith("memory:")) {
                throw new InvalidRequestException("Cannot open lake '" + uri + "': '" + uri.substring(0, scheme)
                        + "://' is not supported; use a folder, s3://, gs://, az:// or hf://");
            }
            return new LakeUri(uri.replaceAll("/+$", ""), Optional.empty());
        }
        try {
            Path folder = scheme >= 0 ? Path.of(java.net.URI.create(uri)) : Path.of(expandHome(uri));
            if (Files.exists(folder) && !Files.isDirectory(folder)) {
                throw new InvalidRequestException(
                        "Cannot open lake '" + uri + "': it is a file; a lake is a folder of tables");
            }
            return new LakeUri(uri, Optional.of(folder.toAbsolutePath().normalize()));
        } catch (IllegalArgumentException e) {
            throw new InvalidRequestException(
                    "Cannot open lake '" + uri + "': it is not a path (" + e.getMessage() + "); give a folder", e);
        }
    }

    private static String expandHome(String path) {
        return path.equals("~") || path.startsWith("~/") ? System.getProperty("user.home") + path.substring(1) : path;
    }

    String table(String name) {
        return folder.map(f -> f.resolve(name + ".lance").toString()).orElse(text + "/" + name + ".lance");
    }

    /**
     * The exception for a name that nothing in a lake has.
     *
     * @param kind table or view
     * @param there the names of that kind that the lake has
     */
    static NotFoundException notFound(String kind, String name, String lake, List<String> there) {
        if (!there.isEmpty()) {
            return Names.notFound(kind, name, "lake '" + lake + "'", there);
        }
        return new NotFoundException(
                "Cannot find " + kind + " '" + Names.shown(name) + "': the lake at '" + lake + "' has no " + kind
                        + "s yet; create one, or check where the lake is",
                kind,
                name,
                List.of());
    }

    /**
     * The folder, which is there.
     *
     * @param what what needs it: {@code list the tables of}
     */
    Path requireFolder(String what) {
        Path there = folder.orElseThrow(() -> new InvalidRequestException(
                "Cannot " + what + " lake '" + text + "': listing works in folders only so far; name the table"));
        if (LakeFolder.isHidden(there)) {
            throw new StorageException("Cannot " + what + " lake '" + text
                    + "': no permission; check the rights of the folder and of those above it");
        }
        if (!LakeFolder.exists(there)) {
            throw new NotFoundException(
                    "Cannot " + what + " lake '" + text
                            + "': there is no such folder; check the path, or create a table to begin a lake",
                    "lake",
                    text,
                    List.of());
        }
        return there;
    }

    /**
     * The folder, whether it is there yet or not.
     *
     * @param what what is to be written: {@code drop table 'frames'}
     */
    Path requireFolderToWrite(String what) {
        return folder.orElseThrow(() -> new InvalidRequestException("Cannot " + what + " in lake '" + text
                + "': object stores are for reading so far; copy the table into a folder"));
    }
}
