// SPDX-License-Identifier: Apache-2.0
package dev.joust.driving;

import java.awt.Graphics2D;
import java.util.Locale;
import java.util.Map;

/**
 * Capital letters, digits and a few signs, five dots high, for captions on images.
 *
 * <p>The JDK's fonts come from the machine: they differ from one to the next and are missing on some servers.
 */
final class PixelFont {
    /** Height of a line in dots, with the gap below it. */
    static final int LINE_DOTS = 7;

    /** Rows of dots from top to bottom, divided by spaces. */
    private static final Map<Character, String> GLYPHS = Map.ofEntries(
            Map.entry('A', "010 101 111 101 101"),
            Map.entry('B', "110 101 110 101 110"),
            Map.entry('C', "011 100 100 100 011"),
            Map.entry('D', "110 101 101 101 110"),
            Map.entry('E', "111 100 110 100 111"),
            Map.entry('F', "111 100 110 100 100"),
            Map.entry('G', "011 100 101 101 011"),
            Map.entry('H', "101 101 111 101 101"),
            Map.entry('I', "1 1 1 1 1"),
            Map.entry('J', "001 001 001 101 010"),
            Map.entry('K', "101 101 110 101 101"),
            Map.entry('L', "100 100 100 100 111"),
            Map.entry('M', "10001 11011 10101 10001 10001"),
            Map.entry('N', "1001 1101 1011 1001 1001"),
            Map.entry('O', "010 101 101 101 010"),
            Map.entry('P', "110 101 110 100 100"),
            Map.entry('Q', "0110 1001 1001 1011 0111"),
            Map.entry('R', "110 101 110 101 101"),
            Map.entry('S', "011 100 010 001 110"),
            Map.entry('T', "111 010 010 010 010"),
            Map.entry('U', "101 101 101 101 111"),
            Map.entry('V', "101 101 101 101 010"),
            Map.entry('W', "10001 10001 10101 11011 10001"),
            Map.entry('X', "101 101 010 101 101"),
            Map.entry('Y', "101 101 010 010 010"),
            Map.entry('Z', "111 001 010 100 111"),
            Map.entry('0', "111 101 101 101 111"),
            Map.entry('1', "01 11 01 01 01"),
            Map.entry('2', "110 001 010 100 111"),
            Map.entry('3', "110 001 010 001 110"),
            Map.entry('4', "101 101 111 001 001"),
            Map.entry('5', "111 100 110 001 110"),
            Map.entry('6', "011 100 111 101 111"),
            Map.entry('7', "111 001 010 010 010"),
            Map.entry('8', "111 101 111 101 111"),
            Map.entry('9', "111 101 111 001 110"),
            Map.entry(' ', "00 00 00 00 00"),
            Map.entry('.', "0 0 0 0 1"),
            Map.entry(',', "00 00 00 01 10"),
            Map.entry(':', "0 1 0 1 0"),
            Map.entry('/', "001 001 010 100 100"),
            Map.entry('-', "00 00 11 00 00"),
            Map.entry('_', "000 000 000 000 111"),
            Map.entry('%', "101 001 010 100 101"),
            Map.entry('(', "01 10 10 10 01"),
            Map.entry(')', "10 01 01 01 10"),
            Map.entry('=', "000 111 000 111 000"),
            Map.entry('+', "000 010 111 010 000"),
            Map.entry('<', "001 010 100 010 001"),
            Map.entry('>', "100 010 001 010 100"),
            Map.entry('\'', "1 1 0 0 0"),
            Map.entry('?', "110 001 010 000 010"),
            Map.entry('#', "101 111 101 111 101"));

    private PixelFont() {}

    /** Draws a line in the current colour; unknown characters become question marks. */
    static void draw(Graphics2D graphics, String text, int left, int top, int dot) {
        int x = left;
        for (char letter : text.toUpperCase(Locale.ROOT).toCharArray()) {
            String glyph = glyph(letter);
            int width = width(glyph);
            for (int i = 0; i < glyph.length(); i++) {
                if (glyph.charAt(i) == '1') {
                    graphics.fillRect(x + i % (width + 1) * dot, top + i / (width + 1) * dot, dot, dot);
                }
            }
            x += (width + 1) * dot;
        }
    }

    /** How many dots wide a line is. */
    static int dots(String text) {
        int dots = 0;
        for (char letter : text.toUpperCase(Locale.ROOT).toCharArray()) {
            dots += width(glyph(letter)) + 1;
        }
        return dots;
    }

    private static String glyph(char letter) {
        String glyph = GLYPHS.get(letter);
        return glyph == null ? GLYPHS.getOrDefault('?', "1") : glyph;
    }

    private static int width(String glyph) {
        return (glyph.length() - 4) / 5;
    }
}
