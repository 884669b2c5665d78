// SPDX-License-Identifier: Apache-2.0
package dev.joust.driving;

import static java.util.Objects.requireNonNull;

import dev.joust.error.InternalException;
import dev.joust.vision.ImageDecoder;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/**
 * Many frames on one picture, each scaled to a tile, with a caption and boxes.
 *
 * <p>Tiles fill rows from left to right in the order in which frames are added. Frames are held scaled, not as they
 * came. Threads: a sheet belongs to one thread.
 */
public final class ContactSheet {
    private static final int GAP = 4;
    private static final int BACKGROUND = 0x16181C;
    private static final int DOT = 2;

    private final ImageDecoder decoder = new ImageDecoder();
    private final int columns;
    private final int tileWidth;
    private final int tileHeight;
    private final List<BufferedImage> tiles = new ArrayList<>();

    private ContactSheet(int columns, int tileWidth, int tileHeight) {
        this.columns = columns;
        this.tileWidth = tileWidth;
        this.tileHeight = tileHeight;
    }

    /**
     * An empty sheet.
     *
     * @throws IllegalArgumentException if there is no column or a tile is smaller than 32x18
     */
    public static ContactSheet of(int columns, int tileWidth, int tileHeight) {
        if (columns <= 0 || tileWidth < 32 || tileHeight < 18) {
            throw new IllegalArgumentException("a sheet needs columns and tiles of at least 32x18 but was given "
                    + columns + " columns of " + tileWidth + "x" + tileHeight);
        }
        return new ContactSheet(columns, tileWidth, tileHeight);
    }

    /**
     * Adds a frame.
     *
     * @param image a JPEG or PNG file
     * @param caption one line, shown in capitals and cut at the tile; empty for none
     * @param marks boxes in pixels of the frame as it came
     * @throws dev.joust.vision.ImageException if the image cannot be decoded
     */
    public ContactSheet add(byte[] image, String caption, List<Mark> marks) {
        requireNonNull(caption, "caption");
        double scaleX = tileWidth / (double) decoder.header(image).width();
        double scaleY = tileHeight / (double) decoder.header(image).height();
        BufferedImage tile = scaled(image);
        Graphics2D graphics = tile.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        for (Mark mark : marks) {
            graphics.setColor(new Color(mark.rgb()));
            graphics.draw(new Rectangle2D.Double(
                    mark.x1() * scaleX,
                    mark.y1() * scaleY,
                    (mark.x2() - mark.x1()) * scaleX,
                    (mark.y2() - mark.y1()) * scaleY));
        }
        if (!caption.isEmpty()) {
            graphics.setColor(new Color(0, 0, 0, 170));
            int band = PixelFont.LINE_DOTS * DOT + 4;
            graphics.fillRect(0, tileHeight - band, Math.min(tileWidth, PixelFont.dots(caption) * DOT + 10), band);
            graphics.setColor(Color.WHITE);
            PixelFont.draw(graphics, caption, 5, tileHeight - band + 4, DOT);
        }
        graphics.dispose();
        tiles.add(tile);
        return this;
    }

    private BufferedImage scaled(byte[] image) {
        byte[] rgb = decoder.rgb(image, tileWidth, tileHeight);
        BufferedImage tile = new BufferedImage(tileWidth, tileHeight, BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < tileWidth * tileHeight; i++) {
            int packed = (rgb[3 * i] & 255) << 16 | (rgb[3 * i + 1] & 255) << 8 | (rgb[3 * i + 2] & 255);
            tile.setRGB(i % tileWidth, i / tileWidth, packed);
        }
        return tile;
    }

    /**
     * The whole sheet.
     *
     * @throws IllegalStateException if no frame was added
     */
    public BufferedImage draw() {
        if (tiles.isEmpty()) {
            throw new IllegalStateException("a contact sheet without frames cannot be drawn; add one first");
        }
        int across = Math.min(columns, tiles.size());
        int rows = (tiles.size() + columns - 1) / columns;
        BufferedImage sheet = new BufferedImage(
                across * (tileWidth + GAP) + GAP, rows * (tileHeight + GAP) + GAP, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = sheet.createGraphics();
        graphics.setColor(new Color(BACKGROUND));
        graphics.fillRect(0, 0, sheet.getWidth(), sheet.getHeight());
        for (int i = 0; i < tiles.size(); i++) {
            int x = GAP + i % columns * (tileWidth + GAP);
            int y = GAP + i / columns * (tileHeight + GAP);
            graphics.drawImage(tiles.get(i), x, y, null);
        }
        graphics.dispose();
        return sheet;
    }

    /** The whole sheet as a JPEG file; quality from 0 to 1. */
    public byte[] jpeg(double quality) {
        ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
        ImageWriteParam settings = writer.getDefaultWriteParam();
        settings.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
        settings.setCompressionQuality((float) quality);
        return write(writer, settings);
    }

    /** The whole sheet as a PNG file. */
    public byte[] png() {
        ImageWriter writer = ImageIO.getImageWritersByFormatName("png").next();
        return write(writer, writer.getDefaultWriteParam());
    }

    private byte[] write(ImageWriter writer, ImageWriteParam settings) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (MemoryCacheImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
            writer.setOutput(out);
            writer.write(null, new IIOImage(draw(), null, null), settings);
        } catch (IOException e) {
            throw new InternalException("Cannot encode a contact sheet: " + e.getMessage(), e);
        } finally {
            writer.dispose();
        }
        return bytes.toByteArray();
    }

    /** A box to be drawn on a frame, in pixels of the frame, and its colour as 0xRRGGBB. */
    public record Mark(double x1, double y1, double x2, double y2, int rgb) {
        /** A box in the colour of its category: people green, riders magenta, signals and signs cyan, others yellow. */
        public static Mark of(String category, double x1, double y1, double x2, double y2) {
            int rgb = switch (category) {
                case "pedestrian", "person" -> 0x3CFF5A;
                case "rider" -> 0xFF4AE0;
                case "traffic light", "traffic sign" -> 0x4AE0FF;
                default -> 0xFFE14A;
            };
            return new Mark(x1, y1, x2, y2, rgb);
        }
    }
}
