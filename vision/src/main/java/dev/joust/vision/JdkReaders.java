// SPDX-License-Identifier: Apache-2.0
package dev.joust.vision;

import dev.joust.error.InternalException;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.awt.image.IndexColorModel;
import java.awt.image.PixelInterleavedSampleModel;
import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import javax.imageio.ImageReader;
import javax.imageio.spi.IIORegistry;
import javax.imageio.spi.ImageReaderSpi;
import javax.imageio.stream.MemoryCacheImageInputStream;

/**
 * The image readers that come with the JDK; others that are on the class path are not used, so that pixels do not
 * depend on it.
 */
final class JdkReaders {
    private static final ImageReaderSpi JPEG = find("jpeg");
    private static final ImageReaderSpi PNG = find("png");

    private JdkReaders() {}

    static Samples jpeg(byte[] bytes, JpegLayout layout) {
        if (layout.precision() != 8) {
            throw ImageErrors.notSupported("the JPEG has " + layout.precision() + " bits per sample");
        }
        ColorModel model = layout.colorModel();
        Raster raster = read(JPEG, bytes, reader -> reader.readRaster(0, null));
        if (raster.getWidth() != layout.width()
                || raster.getHeight() != layout.height()
                || raster.getNumBands() != model.bands()) {
            throw ImageErrors.broken("the JPEG holds another image than its first frame header declares");
        }
        return new Samples(layout.width(), layout.height(), model, interleaved(raster));
    }

    static Samples png(byte[] bytes, ImageHeader header) {
        BufferedImage image = read(PNG, bytes, reader -> reader.read(0));
        Raster raster = image.getRaster();
        boolean isGrey = raster.getNumBands() < 3 && !(image.getColorModel() instanceof IndexColorModel);
        ColorModel model = isGrey ? ColorModel.GREY : ColorModel.RGB;
        byte[] data = new byte[header.width() * header.height() * model.bands()];
        int[] row = new int[header.width() * raster.getNumBands()];
        int at = 0;
        for (int y = 0; y < header.height(); y++) {
            raster.getPixels(0, y, header.width(), 1, row);
            if (image.getColorModel() instanceof IndexColorModel palette) {
                at = copyColors(row, palette, data, at);
            } else {
                at = copyBands(row, raster, model.bands(), data, at);
            }
        }
        return new Samples(header.width(), header.height(), model, data);
    }

    private static int copyColors(int[] row, IndexColorModel palette, byte[] data, int offset) {
        int at = offset;
        for (int index : row) {
            int rgb = index < palette.getMapSize() ? palette.getRGB(index) : 0;
            data[at++] = (byte) (rgb >> 16);
            data[at++] = (byte) (rgb >> 8);
            data[at++] = (byte) rgb;
        }
        return at;
    }

    private static int copyBands(int[] row, Raster raster, int bands, byte[] data, int offset) {
        int shift = raster.getSampleModel().getSampleSize(0) - 8;
        int at = offset;
        for (int x = 0; x < row.length; x += raster.getNumBands()) {
            for (int band = 0; band < bands; band++) {
                data[at++] = (byte) (row[x + band] >> shift);
            }
        }
        return at;
    }

    private static byte[] interleaved(Raster raster) {
        int bands = raster.getNumBands();
        int bytes = raster.getWidth() * raster.getHeight() * bands;
        if (raster.getDataBuffer() instanceof DataBufferByte buffer
                && raster.getSampleModel() instanceof PixelInterleavedSampleModel layout
                && layout.getPixelStride() == bands
                && layout.getScanlineStride() == bands * raster.getWidth()
                && buffer.getOffset() == 0
                && inOrder(layout.getBandOffsets())
                && buffer.getData().length == bytes) {
            return buffer.getData();
        }
        throw new InternalException("Cannot decode image: the JDK's JPEG reader laid its samples out as "
                + raster.getSampleModel() + "; use another JDK and report this");
    }

    private static boolean inOrder(int[] offsets) {
        for (int i = 0; i < offsets.length; i++) {
            if (offsets[i] != i) {
                return false;
            }
        }
        return true;
    }

    private static <T> T read(ImageReaderSpi provider, byte[] bytes, Decoding<T> decoding) {
        List<String> warnings = new ArrayList<>();
        T result;
        try (MemoryCacheImageInputStream in = new MemoryCacheImageInputStream(new ByteArrayInputStream(bytes))) {
            ImageReader reader = provider.createReaderInstance();
            try {
                reader.addIIOReadWarningListener((source, warning) -> {
                    if (isDamage(warning)) {
                        warnings.add(warning);
                    }
                });
                reader.setInput(in, true, true);
                result = decoding.from(reader);
            } finally {
                reader.dispose();
            }
        } catch (IOException | RuntimeException e) {
            // The JDK's readers let index and argument errors escape where a broken image leads them astray.
            throw ImageErrors.broken("its decoder failed: " + (e.getMessage() == null ? e : e.getMessage()), e);
        }
        if (!warnings.isEmpty()) {
            throw ImageErrors.broken("its decoder had to make up pixels: " + warnings.get(0));
        }
        return result;
    }

    // Warnings of libjpeg and of the JDK; the others concern metadata or bytes that were skipped without loss.
    private static boolean isDamage(String warning) {
        return warning.startsWith("Premature end")
                || warning.startsWith("Truncated File")
                || (warning.startsWith("Corrupt JPEG data") && !warning.contains("extraneous bytes"));
    }

    private static ImageReaderSpi find(String format) {
        Iterator<ImageReaderSpi> providers =
                IIORegistry.getDefaultInstance().getServiceProviders(ImageReaderSpi.class, true);
        while (providers.hasNext()) {
            ImageReaderSpi provider = providers.next();
            boolean isOfTheJdk = provider.getClass().getModule() == BufferedImage.class.getModule();
            if (isOfTheJdk && List.of(provider.getFormatNames()).contains(format)) {
                return provider;
            }
        }
        throw new InternalException("Cannot decode images: this Java runtime has no reader for " + format
                + "; use a runtime with the module java.desktop");
    }

    private interface Decoding<T> {
        T from(ImageReader reader) throws IOException;
    }
}
