// SPDX-License-Identifier: Apache-2.0
package dev.joust.cli.data;

import dev.joust.Table;
import dev.joust.cli.arguments.PixelSize;
import dev.joust.loader.BrokenImages;
import dev.joust.loader.LoaderBuilder;
import dev.joust.vision.ImagePixels;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How a loader decodes images. */
public final class DecodeOptions {
    @Option(
            names = "--decode",
            paramLabel = "WxH",
            converter = PixelSize.Converter.class,
            description = "Decode the images to this size.")
    private @Nullable PixelSize size;

    @Option(
            names = "--image-column",
            paramLabel = "C",
            description = "With --decode: the column of images; default: image_bytes, or the only one of bytes.")
    private @Nullable String imageColumn;

    @Option(
            names = "--on-broken",
            paramLabel = "HOW",
            description = "With --decode: what to do with a row whose image is broken or NULL: fail, skip it, or"
                    + " replace it by another row of its batch. Default: fail.")
    private @Nullable BrokenImages onBroken;

    @Option(
            names = "--exact-pixels",
            description =
                    "With --decode: decode every pixel of a JPEG before scaling, where it would be shrunk while it"
                            + " is decoded. Slower; the pixels are those that features see.")
    private boolean exactPixels;

    private @Nullable ImagePixels pixels;

    /** Whether images are decoded. */
    public boolean isDecoding() {
        return size != null;
    }

    void requireDecode(String table) {
        if (size == null && imageColumn != null) {
            throw refused(table, "--image-column says what to decode");
        }
        if (size == null && exactPixels) {
            throw refused(table, "--exact-pixels says how to decode");
        }
        if (size == null && onBroken != null) {
            throw refused(table, "--on-broken says what to do with images that cannot be decoded");
        }
    }

    private static IllegalArgumentException refused(String table, String why) {
        return new IllegalArgumentException(
                "Cannot load table '" + table + "': " + why + "; give --decode WxH with it");
    }

    /** Tells a loader what to decode. */
    public void apply(LoaderBuilder builder, Table table) {
        if (size != null) {
            ImagePixels scaled = ImagePixels.rgb(size.width(), size.height());
            pixels = exactPixels ? scaled.exact() : scaled;
            builder.decode(imageColumn == null ? ImageColumn.of(table) : imageColumn, pixels);
            if (onBroken != null) {
                builder.onBroken(onBroken);
            }
        }
    }

    /** How many images of the last loader were shrunk while they were decoded, so far. */
    public long shrunkImages() {
        return pixels == null ? 0 : pixels.shrunkImages();
    }
}
