// SPDX-License-Identifier: Apache-2.0
package dev.joust;

import dev.joust.error.AlreadyExistsException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Makes pins of names that another process uses as well. */
final class PinRacer {
    static final int PINS = 12;

    private PinRacer() {}

    /** Arguments: folder, the table to pin. Prints the names of the pins that it made. */
    public static void main(String[] arguments) {
        try (Lake lake = Joust.open(Path.of(arguments[0]))) {
            race(lake, arguments[1]).forEach(System.out::println);
        }
    }

    static List<String> race(Lake lake, String table) {
        List<String> made = new ArrayList<>();
        for (int i = 0; i < PINS; i++) {
            try {
                lake.pin("pin-" + i, table);
                made.add("pin-" + i);
            } catch (AlreadyExistsException e) {
                // The other one was first.
            }
        }
        return made;
    }
}
