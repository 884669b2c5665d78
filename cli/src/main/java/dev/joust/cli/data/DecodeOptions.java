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

    /** Whether images are decoded. */
    public boolean isDecoding() {
        return size != null;
    }

    void requireDecode(String table) {
        if (size == null && imageColumn != null) {
            throw refused(table, "--image-column says what to decode");
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
            builder.decode(
                    imageColumn == null ? ImageColumn.of(table) : imageColumn,
                    ImagePixels.rgb(size.width(), size.height()));
            if (onBroken != null) {
                builder.onBroken(onBroken);
            }
        }
    }
}
