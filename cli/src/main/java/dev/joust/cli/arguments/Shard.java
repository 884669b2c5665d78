// SPDX-License-Identifier: Apache-2.0
package dev.joust.cli.arguments;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * One of several equal parts of the rows: {@code 0/4} is the first of four.
 *
 * @param rank which part, from 0
 * @param world how many parts there are
 */
public record Shard(int rank, int world) {
    private static final Pattern FORM = Pattern.compile("([0-9]{1,6})/([0-9]{1,6})");

    /** Reads one from the command line. */
    public static final class Converter implements ITypeConverter<Shard> {
        @Override
        public Shard convert(String text) {
            Matcher matcher = FORM.matcher(text);
            if (!matcher.matches()) {
                throw new TypeConversionException("'" + text + "' is not rank/world such as 0/4");
            }
            Shard shard = new Shard(Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2)));
            if (shard.rank >= shard.world) {
                throw new TypeConversionException("'" + text + "' has a rank that is not below its world");
            }
            return shard;
        }
    }
}
