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

    /** Expressions by column, in their order. */
    public static Map<String, String> map(Collection<Assignment> assignments) {
        Map<String, String> map = new LinkedHashMap<>();
        assignments.forEach(assignment -> map.put(assignment.name, assignment.expression));
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
