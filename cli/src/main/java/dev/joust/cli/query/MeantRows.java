// SPDX-License-Identifier: Apache-2.0
package dev.joust.cli.query;

import dev.joust.Table;
import dev.joust.error.InvalidRequestException;
import dev.joust.error.StorageException;
import dev.joust.query.VectorSearch;
import dev.joust.vision.ImageException;
import dev.joust.vision.ImageHeader;
import dev.joust.vision.model.Encoders;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The search for rows that are what a text says, or that look like an image of a file. */
final class MeantRows {
    private MeantRows() {}

    /**
     * Rows that are what a text says.
     *
     * @param column the column of vectors; null for the only one that can be searched so
     * @param model where the model is; null for where the table says
     */
    static VectorSearch byText(Table table, String words, @Nullable String column, @Nullable String model) {
        Encoders encoders = encoders(table, model);
        String in = column == null ? encoders.textColumn() : column;
        return table.search(in, encoders.text(in, words));
    }

    /** Rows that look like the image of a file; see {@link #byText}. */
    static VectorSearch byImage(Table table, Path file, @Nullable String column, @Nullable String model) {
        byte[] image = image(file);
        Encoders encoders = encoders(table, model);
        String in = column == null ? encoders.imageColumn() : column;
        try {
            return table.search(in, encoders.image(in, image));
        } catch (ImageException e) {
            throw unreadable(file, e);
        }
    }

    private static Encoders encoders(Table table, @Nullable String model) {
        Encoders encoders = Encoders.of(table);
        return model == null ? encoders : encoders.from(model);
    }

    /** The bytes of a file that begins like an image, before anything is said of columns and models. */
    private static byte[] image(Path file) {
        try {
            byte[] bytes = Files.readAllBytes(file);
            ImageHeader.read(bytes);
            return bytes;
        } catch (ImageException e) {
            throw unreadable(file, e);
        } catch (IOException e) {
            throw new InvalidRequestException(
                    "Cannot read image '" + file + "': "
                            + (Files.isDirectory(file)
                                    ? "it is a folder"
                                    : (Files.exists(file) ? StorageException.reason(e) : "there is no such file"))
                            + "; name a JPEG or PNG that can be read",
                    e);
        }
    }

    private static InvalidRequestException unreadable(Path file, ImageException e) {
        return new InvalidRequestException(
                "Cannot read image '" + file + "': " + e.reason() + "; name a JPEG or PNG that can be read", e);
    }
}
