// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.arrow;

import dev.joust.error.SchemaMismatchException;
import dev.joust.schema.Column;
import dev.joust.schema.ColumnType;
import dev.joust.schema.TableSchema;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.vector.types.DateUnit;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * Table schemas as Arrow schemas.
 *
 * <p>There and back gives an equal schema, metadata of schema and columns included, except for
 * {@link ColumnType.DictionaryOf} and {@link ColumnType.Other}, which exist for reading only.
 */
public final class ArrowSchemas {
    private ArrowSchemas() {}

    /**
     * Returns the Arrow schema.
     *
     * @throws SchemaMismatchException if a column has a type that Joust only reads
     */
    public static Schema schema(TableSchema schema) {
        return new Schema(schema.columns().stream().map(ArrowSchemas::field).toList(), schema.metadata());
    }

    /**
     * Returns the Arrow field of one column.
     *
     * @throws SchemaMismatchException if it has a type that Joust only reads
     */
    public static Field field(Column column) {
        List<Field> children =
                column.type().children().stream().map(ArrowSchemas::field).toList();
        return new Field(
                column.name(), new FieldType(column.nullable(), arrowType(column), null, column.metadata()), children);
    }

    private static ArrowType arrowType(Column column) {
        ColumnType type = column.type();
        if (type instanceof ColumnType.Bool) {
            return ArrowType.Bool.INSTANCE;
        } else if (type instanceof ColumnType.Int number) {
            return new ArrowType.Int(number.bits(), number.signed());
        } else if (type instanceof ColumnType.Floating number) {
            return new ArrowType.FloatingPoint(precision(number.bits()));
        } else if (type instanceof ColumnType.Utf8) {
            return ArrowType.Utf8.INSTANCE;
        } else if (type instanceof ColumnType.LargeUtf8) {
            return ArrowType.LargeUtf8.INSTANCE;
        } else if (type instanceof ColumnType.Binary) {
            return ArrowType.Binary.INSTANCE;
        } else if (type instanceof ColumnType.LargeBinary) {
            return ArrowType.LargeBinary.INSTANCE;
        } else if (type instanceof ColumnType.FixedBinary binary) {
            return new ArrowType.FixedSizeBinary(binary.bytes());
        } else if (type instanceof ColumnType.Decimal decimal) {
            return new ArrowType.Decimal(decimal.precision(), decimal.scale(), decimal.bits());
        } else if (type instanceof ColumnType.NullType) {
            return ArrowType.Null.INSTANCE;
        }
        return timeOrNestedType(column);
    }

    private static ArrowType timeOrNestedType(Column column) {
        ColumnType type = column.type();
        if (type instanceof ColumnType.Timestamp timestamp) {
            return new ArrowType.Timestamp(unit(timestamp.unit()), null);
        } else if (type instanceof ColumnType.ZonedTimestamp timestamp) {
            return new ArrowType.Timestamp(unit(timestamp.unit()), timestamp.zone());
        } else if (type instanceof ColumnType.Date date) {
            return new ArrowType.Date(date.bits() == 32 ? DateUnit.DAY : DateUnit.MILLISECOND);
        } else if (type instanceof ColumnType.Time time) {
            return new ArrowType.Time(unit(time.unit()), time.bits());
        } else if (type instanceof ColumnType.ListOf) {
            return ArrowType.List.INSTANCE;
        } else if (type instanceof ColumnType.LargeListOf) {
            return ArrowType.LargeList.INSTANCE;
        } else if (type instanceof ColumnType.Vector vector) {
            return new ArrowType.FixedSizeList(vector.dimension());
        } else if (type instanceof ColumnType.Struct) {
            return ArrowType.Struct.INSTANCE;
        }
        throw new SchemaMismatchException("Cannot write the column '" + column.name() + "': its type " + type
                + " is one that can only be read; use the type of its values, such as utf8 for text");
    }

    /** Returns the table schema; the type of what a dictionary holds comes out as {@code unknown}. */
    public static TableSchema tableSchema(Schema schema) {
        return new TableSchema(columns(schema.getFields()), schema.getCustomMetadata());
    }

    /** Returns the column of one Arrow field. */
    public static Column column(Field field) {
        return new Column(field.getName(), columnType(field), field.isNullable(), field.getMetadata());
    }

    private static List<Column> columns(List<Field> fields) {
        List<Column> columns = new ArrayList<>();
        for (Field field : fields) {
            columns.add(column(field));
        }
        return columns;
    }

    private static ColumnType columnType(Field field) {
        ArrowType type = field.getType();
        if (field.getDictionary() != null) {
            return dictionary(field, type);
        } else if (type instanceof ArrowType.Bool) {
            return new ColumnType.Bool();
        } else if (type instanceof ArrowType.Int number) {
            return new ColumnType.Int(number.getBitWidth(), number.getIsSigned());
        } else if (type instanceof ArrowType.FloatingPoint number) {
            return new ColumnType.Floating(bits(number.getPrecision()));
        } else if (type instanceof ArrowType.Utf8) {
            return new ColumnType.Utf8();
        } else if (type instanceof ArrowType.LargeUtf8) {
            return new ColumnType.LargeUtf8();
        } else if (type instanceof ArrowType.Binary) {
            return new ColumnType.Binary();
        } else if (type instanceof ArrowType.LargeBinary) {
            return new ColumnType.LargeBinary();
        } else if (type instanceof ArrowType.FixedSizeBinary binary) {
            return new ColumnType.FixedBinary(binary.getByteWidth());
        } else if (type instanceof ArrowType.Decimal decimal
                && (decimal.getBitWidth() == 128 || decimal.getBitWidth() == 256)) {
            return new ColumnType.Decimal(decimal.getPrecision(), decimal.getScale(), decimal.getBitWidth());
        } else if (type instanceof ArrowType.Null) {
            return new ColumnType.NullType();
        }
        return timeOrNestedType(field);
    }

    private static ColumnType timeOrNestedType(Field field) {
        ArrowType type = field.getType();
        if (type instanceof ArrowType.Timestamp timestamp) {
            ColumnType.Unit unit = unit(timestamp.getUnit());
            String zone = timestamp.getTimezone();
            return zone == null || zone.isEmpty()
                    ? new ColumnType.Timestamp(unit)
                    : new ColumnType.ZonedTimestamp(unit, zone);
        } else if (type instanceof ArrowType.Date date) {
            return new ColumnType.Date(date.getUnit() == DateUnit.DAY ? 32 : 64);
        } else if (type instanceof ArrowType.Time time) {
            return new ColumnType.Time(unit(time.getUnit()));
        } else if (type instanceof ArrowType.List) {
            return new ColumnType.ListOf(element(field));
        } else if (type instanceof ArrowType.LargeList) {
            return new ColumnType.LargeListOf(element(field));
        } else if (type instanceof ArrowType.FixedSizeList list) {
            return new ColumnType.Vector(element(field), list.getListSize());
        } else if (type instanceof ArrowType.Struct) {
            return new ColumnType.Struct(columns(field.getChildren()));
        }
        return new ColumnType.Other(type.toString());
    }

    private static ColumnType dictionary(Field field, ArrowType type) {
        ArrowType.Int index = type instanceof ArrowType.Int plain
                ? plain
                : field.getDictionary().getIndexType();
        ColumnType value = type instanceof ArrowType.Int
                ? new ColumnType.Other("unknown")
                : columnType(new Field(field.getName(), FieldType.nullable(type), field.getChildren()));
        return new ColumnType.DictionaryOf(new ColumnType.Int(index.getBitWidth(), index.getIsSigned()), value);
    }

    private static Column element(Field field) {
        return column(field.getChildren().get(0));
    }

    private static FloatingPointPrecision precision(int bits) {
        return bits == 16
                ? FloatingPointPrecision.HALF
                : bits == 32 ? FloatingPointPrecision.SINGLE : FloatingPointPrecision.DOUBLE;
    }

    private static int bits(FloatingPointPrecision precision) {
        return switch (precision) {
            case HALF -> 16;
            case SINGLE -> 32;
            case DOUBLE -> 64;
        };
    }

    private static TimeUnit unit(ColumnType.Unit unit) {
        return TimeUnit.valueOf(unit.name());
    }

    private static ColumnType.Unit unit(TimeUnit unit) {
        return ColumnType.Unit.valueOf(unit.name());
    }
}
