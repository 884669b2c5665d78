// SPDX-License-Identifier: Apache-2.0
package dev.joust.cli.arguments;

import static java.util.Objects.requireNonNull;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * A column and the SQL expression for its value: {@code name=expression}.
 *
 * @param name the column
 * @param expression what stands after the first {@code =}
 */
public record Assignment(String name, String expression) {
    /** Refuses nulls. */
    public Assignment {
        requireNonNull(name, "name");
        requireNonNull(expression, "expression");
    }

    /**
     * Expressions by column, in their order.
     *
     * @throws IllegalArgumentException if a column has two
     */
    public static Map<String, String> map(Collection<Assignment> assignments) {
        Map<String, String> map = new LinkedHashMap<>();
        for (Assignment assignment : assignments) {
            String other = map.putIfAbsent(assignment.name, assignment.expression);
            if (other != null) {
                throw new IllegalArgumentException("Cannot set column '" + assignment.name + "' to both '" + other
                        + "' and '" + assignment.expression + "': it has one value; leave one out");
            }
        }
        return map;
    }

    /** Reads one from the command line. */
    public static final class Converter implements ITypeConverter<Assignment> {
        @Override
        public Assignment convert(String text) {
            int equals = text.indexOf('=');
            if (equals <= 0 || text.substring(equals + 1).isBlank()) {
                throw new TypeConversionException("'" + text + "' is not of the form column=expression");
            }
            return new Assignment(
                    text.substring(0, equals).strip(),
                    text.substring(equals + 1).strip());
        }
    }
}
