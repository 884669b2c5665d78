// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.backfill.rows;

import dev.joust.feature.FeatureInput;
import dev.joust.feature.InputType;
import dev.joust.internal.feature.InputPaths;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * What some features read together.
 *
 * @param columns columns and dot paths, each once; the row id may be among them
 * @param streamed those of them that every reader wants as a stream, so that blobs need not be fetched
 */
public record InputPlan(List<String> columns, Set<String> streamed) {
    public InputPlan {
        columns = List.copyOf(columns);
        streamed = Set.copyOf(streamed);
    }

    public static InputPlan of(Collection<ActiveFeature> features) {
        Set<String> columns = new LinkedHashSet<>();
        Set<String> streamed = new HashSet<>();
        Set<String> whole = new HashSet<>();
        for (ActiveFeature feature : features) {
            columns.addAll(feature.columnsRead());
            for (FeatureInput input : feature.function().inputs()) {
                (input.type() == InputType.STREAM ? streamed : whole).add(input.column());
            }
        }
        streamed.removeAll(whole);
        return new InputPlan(List.copyOf(columns), streamed);
    }

    /** The columns that a scan must give: all but the row id, which each scan can give. */
    List<String> scanned() {
        return columns.stream().filter(column -> !InputPaths.isRowId(column)).toList();
    }

    /** Whether all values are small, so that many of them may be read at once. */
    public boolean isSmall(Schema schema) {
        return scanned().stream().allMatch(column -> isSmall(field(schema.getFields(), column)));
    }

    private static boolean isSmall(Field field) {
        ArrowType type = field.getType();
        return type instanceof ArrowType.Bool
                || type instanceof ArrowType.Int
                || type instanceof ArrowType.FloatingPoint
                || type instanceof ArrowType.Utf8
                || type instanceof ArrowType.Timestamp
                || type instanceof ArrowType.Date
                || type instanceof ArrowType.List;
    }

    private static Field field(List<Field> fields, String path) {
        List<String> names = fields.stream().map(Field::getName).toList();
        String name = InputPaths.column(path, names);
        Field field = fields.get(names.indexOf(name));
        return path.length() == name.length() ? field : field(field.getChildren(), path.substring(name.length() + 1));
    }
}
