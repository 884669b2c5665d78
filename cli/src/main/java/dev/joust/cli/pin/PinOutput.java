// SPDX-License-Identifier: Apache-2.0
package dev.joust.cli.pin;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.joust.cli.print.HumanFormat;
import dev.joust.cli.print.JsonFields;
import dev.joust.cli.print.Quantity;
import dev.joust.pin.Pin;
import dev.joust.pin.PinCheck;
import dev.joust.pin.PinnedTable;
import dev.joust.pin.TableCheck;
import java.util.List;

/** Pins as fields, and as cells. */
final class PinOutput {
    /** Enough for people to tell two apart. */
    private static final int SHORT_DIGITS = 16;

    private PinOutput() {}

    static void write(ObjectNode json, Pin pin) {
        json.put("pin", pin.name()).put("created", pin.created().toString());
        ArrayNode tables = json.putArray("tables");
        pin.tables().forEach(table -> write(tables.addObject(), table));
    }

    static void write(ObjectNode json, PinCheck check) {
        json.put("pin", check.pin().name())
                .put("ok", check.isOk())
                .put("created", check.pin().created().toString());
        ArrayNode tables = json.putArray("tables");
        for (TableCheck table : check.tables()) {
            ObjectNode one = tables.addObject();
            write(one, table.table());
            one.put("ok", table.isOk()).put("problem", table.problem().orElse(null));
        }
    }

    private static void write(ObjectNode json, PinnedTable table) {
        json.put("name", table.name())
                .put("version", table.version())
                .put("rows", table.rows())
                .put("fingerprint", table.fingerprint().value());
        JsonFields.put(json, "columns", table.fingerprint().columns());
        table.source()
                .ifPresentOrElse(
                        source -> json.putObject("source")
                                .put("name", source.name())
                                .put("version", source.version()),
                        () -> json.putNull("source"));
    }

    static List<Object> cells(PinnedTable table) {
        return List.of(table.name(), table.version(), Quantity.of(table.rows()), shortened(table));
    }

    static String shortened(PinnedTable table) {
        return table.fingerprint().value().substring(0, SHORT_DIGITS) + "...";
    }

    /** Says what a pin holds: {@code 2 tables, 3,590 rows}. */
    static String size(Pin pin) {
        return HumanFormat.count(pin.tables().size(), "table") + ", " + HumanFormat.count(rows(pin), "row");
    }

    static long rows(Pin pin) {
        return pin.tables().stream().mapToLong(PinnedTable::rows).sum();
    }
}
