// SPDX-License-Identifier: Apache-2.0
package dev.joust.cli.arguments;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * The size of an image: {@code 640x360}.
 *
 * @param width pixels in a row
 * @param height rows of pixels
 */
public record PixelSize(int width, int height) {
    private static final Pattern FORM = Pattern.compile("([1-9][0-9]{0,4})x([1-9][0-9]{0,4})");

    /** Reads one from the command line. */
    public static final class Converter implements ITypeConverter<PixelSize> {
        @Override
        public PixelSize convert(String text) {
            Matcher matcher = FORM.matcher(text);
            if (!matcher.matches()) {
                throw new TypeConversionException("'" + text + "' is not a size such as 640x360");
            }
            return new PixelSize(Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2)));
        }
    }
}
