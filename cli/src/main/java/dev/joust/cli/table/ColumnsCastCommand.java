// SPDX-License-Identifier: Apache-2.0
package dev.joust.cli.table;

import dev.joust.Lake;
import dev.joust.Table;
import dev.joust.cli.frame.Help;
import dev.joust.cli.frame.Session;
import dev.joust.schema.Column;
import dev.joust.schema.ColumnType;
import dev.joust.schema.Types;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Give a column another type. */
@Command(
        name = "cast",
        description = "Give a column another type; values that do not fit are refused.",
        footerHeading = Help.EXAMPLE,
        footer = "  joust columns cast bdd100k clip_embedding float16")
public final class ColumnsCastCommand implements Runnable {
    private static final List<ColumnType> TYPES = List.of(
            Types.INT8,
            Types.INT16,
            Types.INT32,
            Types.INT64,
            Types.UINT8,
            Types.UINT16,
            Types.UINT32,
            Types.FLOAT16,
            Types.FLOAT32,
            Types.FLOAT64,
            Types.STRING,
            Types.LARGE_STRING);

    private final Session session;

    @Parameters(index = "0", paramLabel = "TABLE", description = "The table.")
    private String table;

    @Parameters(index = "1", paramLabel = "COLUMN", description = "The column.")
    private String column;

    @Parameters(
            index = "2",
            paramLabel = "TYPE",
            description = "int8 to int64, uint8 to uint32, float16 to float64, utf8 or large_utf8; of a column of"
                    + " vectors the type of their numbers.")
    private String type;

    ColumnsCastCommand(Session session) {
        this.session = session;
    }

    @Override
    public void run() {
        try (Lake lake = session.openLake()) {
            Table opened = lake.openTable(table);
            ColumnType to = type(opened);
            session.beginUncancellable("column '" + column + "' of '" + table + "' has the one type or the other; joust"
                    + " schema " + table + " shows it");
            long version = opened.castColumn(column, to);
            session.tellCommit("cast", opened.count(), version);
            session.output()
                    .print(
                            json -> json.put("column", column)
                                    .put("type", to.toString())
                                    .put("version", version),
                            text -> text.line(
                                    "Column '" + column + "' of '" + table + "' is " + to + "; version " + version));
        }
    }

    private ColumnType type(Table opened) {
        Optional<ColumnType> before = opened.schema().find(column).map(Column::type);
        ColumnType named = TYPES.stream()
                .filter(known -> known.toString().equals(type))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("Cannot cast column '" + column + "' of table '" + table
                        + "' to '" + type + "': there is no such type; use one of "
                        + TYPES.stream().map(ColumnType::toString).collect(Collectors.joining(", "))));
        return before.isPresent() && before.get() instanceof ColumnType.Vector vector
                ? Types.vector(named, vector.dimension())
                : named;
    }
}
