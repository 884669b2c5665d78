// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.backfill;

import dev.joust.internal.backfill.rows.TablePlace;
import dev.joust.internal.lance.LanceTable;
import dev.joust.internal.lance.version.KeptVersion;
import dev.joust.internal.relation.Neighbours;
import dev.joust.internal.relation.Relation;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The versions of other tables that a job reads, each table at one version from the beginning of a pass to its end.
 *
 * <p>Threads: belongs to one thread.
 */
final class KeptSources implements AutoCloseable {
    private final LanceTable table;
    private final Map<String, Source> sources = new LinkedHashMap<>();

    private record Source(LanceTable table, KeptVersion version) implements AutoCloseable {
        static Source newest(LanceTable table) {
            try {
                return new Source(table, KeptVersion.newest(table));
            } catch (RuntimeException | Error e) {
                table.close();
                throw e;
            }
        }

        @Override
        public void close() {
            try (table) {
                version.close();
            }
        }
    }

    /** Looks for them beside a table. */
    KeptSources(LanceTable table) {
        this.table = table;
    }

    /**
     * Where the newest version of a feature's source lies, which is kept until this is closed.
     *
     * @return empty if it is the table itself
     * @throws dev.joust.error.NotFoundException if there is no such table
     * @throws dev.joust.error.InvalidRequestException if it lacks a column
     */
    Optional<TablePlace> place(Relation relation) {
        return relation.source().map(name -> {
            Source source = sources.computeIfAbsent(name, n -> Source.newest(Neighbours.open(table, n)));
            relation.version(source.version().snapshot());
            return TablePlace.of(source.version().snapshot());
        });
    }

    @Override
    public void close() {
        sources.values().forEach(Source::close);
    }
}
