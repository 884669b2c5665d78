// SPDX-License-Identifier: Apache-2.0
package dev.joust.vision;

import dev.joust.feature.Feature;
import dev.joust.feature.FeatureInput;
import dev.joust.feature.FeatureProvider;
import dev.joust.feature.InputType;
import dev.joust.schema.Types;
import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.util.Collection;
import java.util.List;

/** Features of the pixels of a table's column {@code image_bytes}, for any table that has one. */
public final class ImageFeatures implements FeatureProvider {
    /** The column that holds the encoded images. */
    public static final String IMAGE_COLUMN = "image_bytes";

    /**
     * The luma of an image, decoded as {@link ImageDecoder#luma} does with the default limits. Features of one backfill
     * that read the same column so share it.
     */
    public static final InputType<LumaPlane> LUMA =
            InputType.decoded("a luma plane", InputType.BYTES, new ImageDecoder()::luma, ImageFeatures::bytes);

    /**
     * The pixels of an image in its own size, decoded as {@link ImageDecoder#image} does with the default limits.
     * Features of one backfill that read the same column so share it, and leave it as it is.
     */
    public static final InputType<BufferedImage> PIXELS =
            InputType.decoded("an image", InputType.BYTES, new ImageDecoder()::image, ImageFeatures::bytes);

    /** Creates the provider; {@link java.util.ServiceLoader} calls it. */
    public ImageFeatures() {}

    /**
     * The difference hash of the image: {@code dhash}, a vector of 64 zeros and ones whose squared Euclidean distance
     * is the number of bits that differ, and {@code dhash_bits}, the same bits in an {@code int64}.
     *
     * <p>The version of the definition and the JPEG decoder of this runtime are a part of its identity: the bits of
     * another decoder are not comparable, so a runtime that has another one does not mix its hashes in. An image that
     * cannot be decoded, or is smaller than 9x8 pixels, fails its row; NULL stays NULL.
     */
    public static Feature dhash() {
        return Feature.of("dhash", Types.vector(DifferenceHash.BITS))
                .and("dhash_bits", Types.INT64)
                .version(1)
                .parameter("definition", Integer.toString(DifferenceHash.VERSION))
                .parameter("luma_decoder", DecoderIdentity.luma())
                .from(List.of(new FeatureInput(IMAGE_COLUMN, LUMA)))
                .batch(DifferenceHashUdf.class, DifferenceHashUdf::new);
    }

    private static long bytes(LumaPlane plane) {
        return (long) plane.width() * plane.height();
    }

    private static long bytes(BufferedImage image) {
        DataBuffer pixels = image.getRaster().getDataBuffer();
        return (long) pixels.getNumBanks() * pixels.getSize() * DataBuffer.getDataTypeSize(pixels.getDataType()) / 8;
    }

    @Override
    public Collection<Feature> features() {
        return List.of(dhash());
    }
}
