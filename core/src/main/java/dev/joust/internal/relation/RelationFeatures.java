// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.relation;

import dev.joust.error.InvalidRequestException;
import dev.joust.error.NotFoundException;
import dev.joust.feature.AggregateFeature;
import dev.joust.feature.DuplicateFeature;
import dev.joust.feature.Feature;
import dev.joust.feature.JoinedFeature;
import dev.joust.internal.arrow.ArrowSchemas;
import dev.joust.internal.lance.LanceTable;
import dev.joust.internal.lance.Snapshot;
import dev.joust.internal.lance.read.GroupedSql;
import dev.joust.schema.Column;
import dev.joust.schema.ColumnType;
import dev.joust.schema.Names;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;

/** Finds the types and inputs of features that read other rows, and checks what they name. */
public final class RelationFeatures {
    private static final int BITS_64 = 64;

    private RelationFeatures() {}

    /**
     * Returns a joined feature with its types.
     *
     * @throws dev.joust.error.NotFoundException if the source or one of the columns does not exist
     * @throws InvalidRequestException if keys cannot be compared, or a column cannot be taken
     */
    public static Feature typed(LanceTable table, JoinedFeature feature) {
        if (feature.on().isEmpty()) {
            throw new IllegalArgumentException("on must name at least one pair of columns");
        }
        String name = feature.columns().get(0).name();
        boolean isOwn = feature.source().equals(table.name());
        try (Snapshot now = table.latest()) {
            if (isOwn) {
                return typed(now, now, feature, "use feature '" + name + "'");
            }
            try (LanceTable other = Neighbours.open(table, feature.source());
                    Snapshot source = other.latest()) {
                return typed(now, source, feature, "use feature '" + name + "'");
            }
        }
    }

    private static Feature typed(Snapshot now, Snapshot source, JoinedFeature feature, String what) {
        List<String> inputs = new ArrayList<>();
        List<String> read = new ArrayList<>();
        for (JoinedFeature.Key key : feature.on()) {
            requireComparable(field(now, key.column()), field(source, key.sourceColumn()), what);
            inputs.add(key.column());
            read.add(key.sourceColumn());
        }
        List<ColumnType> types = new ArrayList<>();
        for (JoinedFeature.Take take : feature.columns()) {
            field(source, take.from());
            requirePlain(source, take.from(), what);
            types.add(source.tableSchema().column(take.from()).type());
            read.add(take.from());
        }
        if (source == now) {
            inputs.addAll(read);
        }
        return feature.typed(types, inputs);
    }

    /**
     * Returns an aggregate feature with its types.
     *
     * @throws dev.joust.error.NotFoundException if a column does not exist
     * @throws InvalidRequestException if an expression is wrong, has another type than it is meant to have, or rows
     *     cannot be grouped
     */
    public static Feature typed(LanceTable table, AggregateFeature feature) {
        if (feature.by().isEmpty()) {
            throw new IllegalArgumentException("by must name at least one column");
        }
        String name = feature.columns().get(0).name();
        String what = "add feature '" + name + "' to table '" + table.name() + "'";
        try (Snapshot now = table.latest()) {
            for (String by : feature.by()) {
                requireKey(field(now, by), what);
            }
            GroupedSql sql = GroupedSql.of(
                    table.store(),
                    now.schema(),
                    feature.by(),
                    feature.columns().stream()
                            .map(AggregateFeature.Value::expression)
                            .toList(),
                    what);
            sql.columnsRead().forEach(column -> requirePlain(now, column, what));
            List<ColumnType> types = new ArrayList<>();
            for (int i = 0; i < feature.columns().size(); i++) {
                Column given = ArrowSchemas.column(sql.fields().get(i));
                requireType(feature.columns().get(i), given.type(), what);
                types.add(given.type());
            }
            return feature.typed(types, sql.columnsRead());
        }
    }

    /**
     * Returns a feature of duplicates with its types.
     *
     * @throws dev.joust.error.NotFoundException if a column does not exist
     * @throws InvalidRequestException if the hash is not int64, or rows cannot be named by the column
     */
    public static Feature typed(LanceTable table, DuplicateFeature feature) {
        String what = "use feature '" + feature.columns().get(0) + "'";
        try (Snapshot now = table.latest()) {
            Field hash = field(now, feature.hash());
            if (!(hash.getType() instanceof ArrowType.Int type)
                    || type.getBitWidth() != BITS_64
                    || !type.getIsSigned()) {
                throw new InvalidRequestException("Cannot " + what + ": column '" + feature.hash() + "' is "
                        + shown(hash) + ", and a hash is int64; name a column such as dhash_bits");
            }
            requireKey(field(now, feature.name()), what);
            return feature.typed(now.tableSchema().column(feature.name()).type());
        }
    }

    private static void requireType(AggregateFeature.Value value, ColumnType given, String what) {
        if (value.type().isPresent() && !value.type().get().equals(given)) {
            throw new InvalidRequestException("Cannot " + what + ": '" + value.expression() + "' gives " + given
                    + ", but column '" + value.name() + "' is meant to be "
                    + value.type().get() + "; cast it, or declare the type that it gives");
        }
    }

    private static Field field(Snapshot snapshot, String column) {
        List<Field> fields = snapshot.schema().getFields();
        return fields.stream()
                .filter(field -> field.getName().equals(column))
                .findFirst()
                .orElseThrow(() -> noColumn(
                        snapshot, column, fields.stream().map(Field::getName).toList()));
    }

    private static NotFoundException noColumn(Snapshot snapshot, String column, List<String> existing) {
        return new NotFoundException(
                "Cannot read table '" + snapshot.table().name() + "': " + Names.noColumn(column, existing),
                "column",
                column,
                Names.nearest(column, existing));
    }

    private static void requirePlain(Snapshot snapshot, String column, String what) {
        if (snapshot.isBlob(column)) {
            throw new InvalidRequestException("Cannot " + what + ": column '" + column + "' of table '"
                    + snapshot.table().name() + "' holds blobs, which are neither joined nor aggregated; leave"
                    + " it out, or compute a smaller column from it first");
        }
    }

    private static void requireComparable(Field own, Field other, String what) {
        requireKey(own, what);
        requireKey(other, what);
        boolean isSame = own.getType().equals(other.getType())
                || (isText(own) && isText(other))
                || (own.getType() instanceof ArrowType.Int mine
                        && other.getType() instanceof ArrowType.Int theirs
                        && !isUnsigned64(mine)
                        && !isUnsigned64(theirs));
        if (!isSame) {
            throw new InvalidRequestException("Cannot " + what + ": its key '" + own.getName() + "' is " + shown(own)
                    + ", and '" + other.getName() + "' is " + shown(other)
                    + "; join columns of one kind: whole numbers, texts, or equal types");
        }
    }

    private static void requireKey(Field field, String what) {
        boolean isKey = field.getChildren().isEmpty()
                && !(field.getType() instanceof ArrowType.FloatingPoint)
                && !(field.getType() instanceof ArrowType.Null);
        if (!isKey) {
            throw new InvalidRequestException("Cannot " + what + ": its key '" + field.getName() + "' is "
                    + shown(field) + ", and such values cannot be compared; use whole numbers, texts, dates or times");
        }
    }

    private static boolean isText(Field field) {
        return field.getType() instanceof ArrowType.Utf8 || field.getType() instanceof ArrowType.LargeUtf8;
    }

    private static boolean isUnsigned64(ArrowType.Int type) {
        return !type.getIsSigned() && type.getBitWidth() == BITS_64;
    }

    private static String shown(Field field) {
        return ArrowSchemas.column(field).type().toString();
    }
}
