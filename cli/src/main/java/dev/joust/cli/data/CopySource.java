// SPDX-License-Identifier: Apache-2.0
package dev.joust.cli.data;

import static java.util.Objects.requireNonNull;

import dev.joust.error.InvalidRequestException;
import dev.joust.error.NotFoundException;
import dev.joust.schema.Names;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * The table that a copy is of, as the command line names it.
 *
 * @param lake the folder or URI that the table lies in
 * @param table its name
 */
record CopySource(String lake, String table) {
    private static final String ENDING = ".lance";
    private static final String VERSIONS = "_versions";
    private static final String ADVICE = "give the folder of a table, such as lake/frames.lance";
    private static final int MAX_SHOWN = 10;

    CopySource {
        requireNonNull(lake, "lake");
        requireNonNull(table, "table");
    }

    /**
     * Reads one from the command line.
     *
     * @throws InvalidRequestException if there is something on this machine that is no Lance table
     * @throws NotFoundException if there is nothing on this machine, and no lake in which it could be
     */
    static CopySource of(String uri) {
        String path = uri.replaceAll("(?<=.)/+$", "");
        if (!path.contains("://")) {
            requireTable(uri, local(path));
        }
        int slash = path.lastIndexOf('/');
        String lake = slash < 0 ? "." : path.substring(0, Math.max(slash, 1));
        return new CopySource(lake, withoutEnding(path.substring(slash + 1)));
    }

    private static Path local(String path) {
        try {
            return Path.of(path).toAbsolutePath();
        } catch (InvalidPathException e) {
            throw new InvalidRequestException(
                    "Cannot copy '" + Names.shownWhole(path) + "': it is no path (" + e.getReason() + "); " + ADVICE,
                    e);
        }
    }

    private static String withoutEnding(String name) {
        return name.endsWith(ENDING) ? name.substring(0, name.length() - ENDING.length()) : name;
    }

    private static void requireTable(String uri, Path given) {
        Path whole = given.resolveSibling(withoutEnding(String.valueOf(given.getFileName())) + ENDING);
        if (isTable(whole)) {
            return;
        }
        Path there = Files.exists(given) ? given : whole;
        String cannot = "Cannot copy '" + uri + "': ";
        if (!Files.exists(there)) {
            Path lake = given.resolveSibling(".");
            if (Files.isDirectory(lake) && !tables(lake).isEmpty()) {
                // The lake names what it has.
                return;
            }
            throw new NotFoundException(cannot + "there is no such folder; " + ADVICE, "table", uri, List.of());
        }
        if (!Files.isDirectory(there)) {
            throw new InvalidRequestException(cannot + "it is a file, no Lance table; " + ADVICE);
        }
        if (isTable(there)) {
            throw new InvalidRequestException(cannot + "the name of a table's folder ends with '" + ENDING
                    + "'; rename it, or make a link to it");
        }
        List<String> inside = tables(there);
        if (!inside.isEmpty()) {
            List<String> shown = inside.subList(0, Math.min(MAX_SHOWN, inside.size()));
            throw new InvalidRequestException(cannot + "it is a lake, no table; add to it which of its tables: "
                    + Names.quoted(shown) + (shown.size() < inside.size() ? " and others" : ""));
        }
        throw new InvalidRequestException(
                cannot + "it is no Lance table, for it has no folder '" + VERSIONS + "'; " + ADVICE);
    }

    private static boolean isTable(Path folder) {
        return Files.isDirectory(folder.resolve(VERSIONS));
    }

    private static List<String> tables(Path lake) {
        try (Stream<Path> entries = Files.list(lake)) {
            return entries.filter(entry -> entry.toString().endsWith(ENDING) && isTable(entry))
                    .map(entry -> withoutEnding(entry.getFileName().toString()))
                    .filter(name -> !name.startsWith("_"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
