// SPDX-License-Identifier: Apache-2.0
package dev.joust;

import static java.util.Objects.requireNonNull;

import dev.joust.error.InvalidRequestException;
import dev.joust.internal.lance.LanceTable;
import dev.joust.internal.lance.Snapshot;
import dev.joust.internal.lance.version.Versions;
import dev.joust.internal.pin.PinTarget;
import dev.joust.internal.view.ViewEngine;
import dev.joust.pin.PinnedSource;
import dev.joust.pin.PinnedTable;
import dev.joust.schema.Names;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.function.LongConsumer;

/**
 * Says which versions a pin keeps.
 *
 * <p>Threads: a builder belongs to one thread.
 */
public final class PinBuilder {
    private final Lake lake;
    private final String name;
    private final Map<String, OptionalLong> tables = new LinkedHashMap<>();
    private LongConsumer progress = rows -> {};

    PinBuilder(Lake lake, String name) {
        this.lake = requireNonNull(lake, "lake");
        this.name = Names.requireName("pin", name);
    }

    /** The version of a table or view that is the newest when the pin is made. */
    public PinBuilder of(String table) {
        return add(table, OptionalLong.empty());
    }

    /** This version of a table or view, such as the one that a training has read. */
    public PinBuilder of(String table, long version) {
        return add(table, OptionalLong.of(version));
    }

    private PinBuilder add(String table, OptionalLong version) {
        TableBranches.requireNone("make pin '" + name + "'", table);
        if (tables.putIfAbsent(Names.requireName("table", table), version) != null) {
            throw new InvalidRequestException("Cannot pin '" + name + "': table '" + table
                    + "' is named twice; a pin keeps one version of each table");
        }
        return this;
    }

    /**
     * Tells how far the pin is.
     *
     * @param rows hears, on the calling thread, how many rows of all tables were read; what it throws ends the work,
     *     and there is no pin
     */
    public PinBuilder onProgress(LongConsumer rows) {
        this.progress = requireNonNull(rows, "rows");
        return this;
    }

    /**
     * Makes the pin, whole or not at all; one that keeps the same versions already is returned as it is.
     *
     * @throws dev.joust.error.NotFoundException if there is no such table or version
     * @throws dev.joust.error.AlreadyExistsException if the name is taken by a pin of other versions
     * @throws dev.joust.error.CommitConflictException if a table or version went away meanwhile
     * @throws InvalidRequestException if no table was named
     */
    public Pinned create() {
        if (tables.isEmpty()) {
            throw new InvalidRequestException(
                    "Cannot pin '" + name + "': no table or view is named; name what it is to keep");
        }
        return opened(targets -> new Pinned(lake, lake.pinned().create(name, targets, progress)));
    }

    /** What the pin would keep, with nothing written. */
    List<PinnedTable> read() {
        return opened(
                targets -> targets.stream().map(target -> target.read(progress)).toList());
    }

    private <T> T opened(Function<List<PinTarget>, T> work) {
        List<PinTarget> targets = new ArrayList<>();
        try {
            tables.forEach((table, version) -> targets.add(target(table, version)));
            return work.apply(targets);
        } finally {
            targets.forEach(target -> target.version().close());
        }
    }

    private PinTarget target(String name, OptionalLong version) {
        Table table = lake.openTable(name);
        LanceTable handle = table.handle();
        Snapshot snapshot = version.isPresent() ? Versions.open(handle, version.getAsLong()) : handle.latest();
        try {
            return new PinTarget(handle, snapshot, source(table, snapshot));
        } catch (RuntimeException e) {
            snapshot.close();
            throw e;
        }
    }

    private static Optional<PinnedSource> source(Table table, Snapshot version) {
        if (!ViewEngine.isView(version.schema())) {
            return Optional.empty();
        }
        String source = ViewEngine.definition(table.name(), version.schema()).source();
        OptionalLong come = ViewEngine.sourceVersion(version);
        return come.isPresent() ? Optional.of(new PinnedSource(source, come.getAsLong())) : Optional.empty();
    }
}
