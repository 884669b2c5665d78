// SPDX-License-Identifier: Apache-2.0
package dev.joust.cli.feature;

import dev.joust.error.InvalidRequestException;
import dev.joust.feature.AggregateFeature;
import dev.joust.feature.Feature;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * An aggregate feature as it is written on the command line: {@code frames_in_clip=count(*) by video_name}, with more
 * columns to group by after commas.
 */
final class AggregateArgument implements ITypeConverter<AggregateFeature> {
    private static final Pattern FORM = Pattern.compile(
            "(?<column>[^=]+?)\\s*=\\s*(?<expression>.+)\\s+by\\s+(?<by>[^()]+)",
            Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

    @Override
    public AggregateFeature convert(String text) {
        Matcher form = FORM.matcher(text.strip());
        if (!form.matches()) {
            throw new TypeConversionException("'" + text + "' is not of the form column=expression by column");
        }
        try {
            return Feature.aggregate(form.group("column"), form.group("expression"))
                    .by(Arrays.stream(form.group("by").split(",", -1))
                            .map(String::strip)
                            .toArray(String[]::new));
        } catch (InvalidRequestException e) {
            throw new TypeConversionException(String.valueOf(e.getMessage()));
        }
    }
}
