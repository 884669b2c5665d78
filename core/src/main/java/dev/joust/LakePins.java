// SPDX-License-Identifier: Apache-2.0
package dev.joust;

import dev.joust.error.InvalidRequestException;
import dev.joust.internal.lance.LanceTable;
import dev.joust.internal.lance.disk.LakeFolder;
import dev.joust.internal.lance.disk.TablePaths;
import dev.joust.internal.pin.PinFolder;
import dev.joust.internal.pin.PinTags;
import dev.joust.internal.pin.PinTarget;
import dev.joust.internal.pin.Pins;
import dev.joust.internal.pin.StoredPin;
import dev.joust.pin.Pin;
import dev.joust.pin.PinCheck;
import dev.joust.pin.PinnedTable;
import dev.joust.schema.Names;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;

/** The pins of a lake, and what they need of its tables. Lakes in object stores have none: nothing is written there. */
record LakePins(Lake lake, LakeUri uri) {
    List<Pin> all() {
        return folder().map(PinFolder::all).orElse(List.of()).stream()
                .map(StoredPin::pin)
                .toList();
    }

    StoredPin one(String name) {
        return engine(uri.requireFolder("open pin '" + Names.requireName("pin", name) + "' of"))
                .require(name, uri.text());
    }

    StoredPin create(String name, List<PinTarget> targets, LongConsumer progress) {
        return engine(uri.requireFolderToWrite("make pin '" + name + "'")).create(name, targets, progress);
    }

    void drop(String name) {
        Path path = uri.requireFolder("drop pin '" + Names.requireName("pin", name) + "' of");
        engine(path).drop(name, uri.text(), LakeFolder.tables(path));
    }

    PinCheck verify(StoredPin pin, LongConsumer progress) {
        return engine(uri.requireFolder("verify a pin of")).verify(pin, progress);
    }

    private Optional<PinFolder> folder() {
        return uri.folder().map(this::folder);
    }

    private PinFolder folder(Path path) {
        return PinFolder.of(path, lake.store().durability());
    }

    private Pins engine(Path path) {
        return new Pins(folder(path), this::find);
    }

    private Optional<LanceTable> find(String table) {
        return lake.exists(table) ? Optional.of(lake.openTable(table).handle()) : Optional.empty();
    }

    /** What users see of the tags of tables. */
    PinTags tags() {
        return folder().map(PinTags::of).orElseGet(PinTags::none);
    }

    /** Removes leftovers of pins, repairs tags, and returns the versions of a table that pins keep. */
    List<Long> prepareCleanup(LanceTable table) {
        folder().ifPresent(folder -> {
            PinTags.removeLeftovers(folder, this::find);
            PinTags.repair(folder, table);
        });
        return all().stream()
                .flatMap(pin -> pin.find(table.name()).stream())
                .map(PinnedTable::version)
                .toList();
    }

    /** A tag is none of a pin. */
    void requireNotPinned(LanceTable table, String tag) {
        tags().pin(tag).ifPresent(pin -> {
            throw new InvalidRequestException("Cannot drop tag '" + tag + "' of table '" + table.name() + "': pin '"
                    + pin.name() + "' needs it; drop the pin with joust pin drop " + pin.name());
        });
    }

    /**
     * No pin keeps a version of a table, nor may one whose file cannot be read.
     *
     * @param kind what it is, table or view
     * @param paths where it lies
     */
    void requireNotPinned(String kind, String table, TablePaths paths) {
        List<String> pins = all().stream()
                .filter(pin -> pin.find(table).isPresent())
                .map(Pin::name)
                .toList();
        if (!pins.isEmpty()) {
            throw new InvalidRequestException("Cannot drop " + kind + " '" + table + "': "
                    + (pins.size() == 1 ? "pin " : "pins ") + Names.quoted(pins)
                    + (pins.size() == 1 ? " keeps a version" : " keep versions") + " of it; drop "
                    + (pins.size() == 1 ? "the pin first" : "the pins first"));
        }
        folder().stream()
                .flatMap(folder -> folder.unreadable(paths.tagNames()).stream())
                .findFirst()
                .ifPresent(pin -> {
                    throw new InvalidRequestException("Cannot drop " + kind + " '" + table + "': pin '" + pin
                            + "', whose file cannot be read, keeps a version of it; drop the pin first, with joust pin"
                            + " drop " + pin);
                });
    }
}
