// SPDX-License-Identifier: Apache-2.0
package dev.joust.driving.report;

import static java.util.Objects.requireNonNull;

import dev.joust.error.StorageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/**
 * A page for people: a title and sections.
 *
 * @param title what it is about
 * @param subtitle one sentence below the title
 * @param sections in the order of the page
 */
public record Report(String title, String subtitle, List<Section> sections) {
    /** Copies the list. */
    public Report {
        requireNonNull(title, "title");
        requireNonNull(subtitle, "subtitle");
        sections = List.copyOf(sections);
    }

    /**
     * One section.
     *
     * @param id its id in the page, for links: lower-case words with hyphens
     * @param title its heading
     * @param lead one or two sentences below the heading
     * @param blocks what it shows, from top to bottom
     */
    public record Section(String id, String title, String lead, List<Block> blocks) {
        /** Checks the id and copies the list. */
        public Section {
            requireNonNull(title, "title");
            requireNonNull(lead, "lead");
            blocks = List.copyOf(blocks);
            if (!id.matches("[a-z][a-z0-9-]*")) {
                throw new IllegalArgumentException("id must be lower-case words with hyphens but was '" + id + "'");
            }
        }
    }

    /** The page as HTML; style and pictures are inside it, and it asks no other place for anything. */
    public String html() {
        return new ReportPage().render(this);
    }

    /**
     * Writes the page.
     *
     * @throws StorageException if the file cannot be written
     */
    public void write(Path file) {
        try {
            Files.writeString(file, html());
        } catch (NoSuchFileException e) {
            throw cannot(file, "there is no folder '" + file.toAbsolutePath().getParent() + "'", e);
        } catch (IOException e) {
            throw cannot(file, StorageException.reason(e), e);
        }
    }

    private static StorageException cannot(Path file, String why, IOException e) {
        return new StorageException(
                "Cannot write the report '" + file + "': " + why + "; choose a folder that can be written and has room",
                e);
    }
}
