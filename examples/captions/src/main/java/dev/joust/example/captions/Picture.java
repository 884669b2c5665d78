// SPDX-License-Identifier: Apache-2.0
package dev.joust.example.captions;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.SplittableRandom;
import javax.imageio.ImageIO;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** Paints a picture: a sky over a ground, soft blobs, grain, and on request an agency's mark all over it. */
final class Picture {
    private static final int BLOBS = 7;
    private static final int GRAIN = 14;

    /** How far a mark lifts a pixel towards white, in percent. */
    private static final int MARK_PERCENT = 35;

    private static final int TILE_WIDTH = 112;
    private static final int TILE_HEIGHT = 64;
    private static final int DOT = 4;

    /** The mark: STOCK, five dots high. */
    private static final String[] MARK = {
        ".## ### .#. .## #.#",
        "#.. .#. #.# #.. #.#",
        ".#. .#. #.# #.. ##.",
        "..# .#. #.# #.. #.#",
        "##. .#. .#. .## #.#"
    };

    private Picture() {}

    /** Whether the mark of an agency lies over the picture. */
    enum Mark {
        NONE,
        STOCK
    }

    /** Paints and encodes one; the same arguments give the same bytes. */
    static byte[] jpeg(int width, int height, Mark mark, long seed) {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        image.setRGB(0, 0, width, height, paint(width, height, mark, new SplittableRandom(seed)), 0, width);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(64 * 1024);
        try (MemoryCacheImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
            ImageIO.write(image, "jpeg", out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static int[] paint(int width, int height, Mark mark, SplittableRandom random) {
        int[] sky = color(random);
        int[] ground = color(random);
        int[][] blobs = new int[BLOBS][];
        for (int i = 0; i < BLOBS; i++) {
            int[] tint = color(random);
            blobs[i] = new int[] {
                random.nextInt(width),
                random.nextInt(height),
                width / 16 + random.nextInt(width / 5),
                tint[0],
                tint[1],
                tint[2]
            };
        }
        int[] pixels = new int[width * height];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                int[] rgb = new int[3];
                for (int band = 0; band < 3; band++) {
                    rgb[band] = sky[band] + (ground[band] - sky[band]) * y / height;
                }
                for (int[] blob : blobs) {
                    blend(rgb, blob, x, y);
                }
                int grain = random.nextInt(2 * GRAIN + 1) - GRAIN;
                boolean isMarked = mark == Mark.STOCK && isInk(x, y);
                int pixel = 0;
                for (int band = 0; band < 3; band++) {
                    int value = Math.max(0, Math.min(255, rgb[band] + grain));
                    value += isMarked ? (255 - value) * MARK_PERCENT / 100 : 0;
                    pixel = pixel << 8 | value;
                }
                pixels[y * width + x] = pixel;
            }
        }
        return pixels;
    }

    private static int[] color(SplittableRandom random) {
        return new int[] {20 + random.nextInt(180), 20 + random.nextInt(180), 20 + random.nextInt(180)};
    }

    /** A blob is solid inside and fades over its outer quarter. */
    private static void blend(int[] rgb, int[] blob, int x, int y) {
        long across = (long) (x - blob[0]) * (x - blob[0]) + (long) (y - blob[1]) * (y - blob[1]);
        long radius = (long) blob[2] * blob[2];
        if (across >= radius) {
            return;
        }
        long part = Math.min(256, (radius - across) * 1024 / radius);
        for (int band = 0; band < 3; band++) {
            rgb[band] += (int) ((blob[3 + band] - rgb[band]) * part / 256);
        }
    }

    private static boolean isInk(int x, int y) {
        int row = Math.floorMod(y, TILE_HEIGHT) / DOT;
        int column = Math.floorMod(x + y / 2, TILE_WIDTH) / DOT;
        return row < MARK.length && column < MARK[row].length() && MARK[row].charAt(column) == '#';
    }
}
