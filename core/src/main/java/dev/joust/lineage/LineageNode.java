// SPDX-License-Identifier: Apache-2.0
package dev.joust.lineage;

import static java.util.Objects.requireNonNull;

import dev.joust.feature.FeatureIdentity;
import dev.joust.job.Job;
import dev.joust.schema.ColumnType;
import dev.joust.view.ViewDefinition;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;

/** One thing that values come from or go to. */
public sealed interface LineageNode {
    /** Its id, alone in its graph, such as {@code column:frames.caption}. */
    String id();

    /**
     * A table of the lake.
     *
     * @param name its name
     * @param version its newest version
     * @param rows its live rows
     */
    record OfTable(String name, long version, long rows) implements LineageNode {
        /** Checks the name. */
        public OfTable {
            requireNonNull(name, "name");
        }

        @Override
        public String id() {
            return table(name);
        }
    }

    /**
     * A view of the lake.
     *
     * @param name its name
     * @param version its newest version
     * @param rows its live rows
     * @param definition what it holds
     * @param sourceVersion the version of its source that it has come to; empty if it was never refreshed
     */
    record OfView(String name, long version, long rows, ViewDefinition definition, OptionalLong sourceVersion)
            implements LineageNode {
        /** Checks that nothing is null. */
        public OfView {
            requireNonNull(name, "name");
            requireNonNull(definition, "definition");
            requireNonNull(sourceVersion, "sourceVersion");
        }

        @Override
        public String id() {
            return table(name);
        }
    }

    /**
     * A column of a table or view.
     *
     * @param table the name of the table or view
     * @param name its name
     * @param type its type
     */
    record OfColumn(String table, String name, ColumnType type) implements LineageNode {
        /** Checks that nothing is null. */
        public OfColumn {
            requireNonNull(table, "table");
            requireNonNull(name, "name");
            requireNonNull(type, "type");
        }

        @Override
        public String id() {
            return column(table, name);
        }
    }

    /**
     * A feature: a function and the columns that it fills.
     *
     * @param table the name of the table or view that has it
     * @param name its name: that of its first column
     * @param identity the function that the table records
     * @param columns the columns that it fills
     * @param rows the live rows of the table
     * @param rowsByVersion how many live rows each version of a function has computed, by {@code name version}
     */
    record OfFeature(
            String table,
            String name,
            FeatureIdentity identity,
            List<String> columns,
            long rows,
            SortedMap<String, Long> rowsByVersion)
            implements LineageNode {
        /** Checks and copies. */
        public OfFeature {
            requireNonNull(table, "table");
            requireNonNull(name, "name");
            requireNonNull(identity, "identity");
            columns = List.copyOf(columns);
            rowsByVersion = Collections.unmodifiableSortedMap(new TreeMap<>(rowsByVersion));
        }

        @Override
        public String id() {
            return feature(table, name);
        }
    }

    /**
     * A job.
     *
     * @param job its id
     * @param recorded what the lake records of it; empty if its table of jobs does not have it
     */
    record OfJob(String job, Optional<Job> recorded) implements LineageNode {
        /** Checks that nothing is null. */
        public OfJob {
            requireNonNull(job, "job");
            requireNonNull(recorded, "recorded");
        }

        @Override
        public String id() {
            return "job:" + job;
        }
    }

    /**
     * A pin, which keeps versions of tables.
     *
     * @param name its name
     * @param versions the versions that it keeps, by table or view
     */
    record OfPin(String name, Map<String, Long> versions) implements LineageNode {
        /** Checks and copies. */
        public OfPin {
            requireNonNull(name, "name");
            versions = Collections.unmodifiableSortedMap(new TreeMap<>(versions));
        }

        @Override
        public String id() {
            return "pin:" + name;
        }
    }

    /**
     * A table outside of the lake.
     *
     * @param uri where it was
     */
    record OfSource(String uri) implements LineageNode {
        /** Checks that nothing is null. */
        public OfSource {
            requireNonNull(uri, "uri");
        }

        @Override
        public String id() {
            return "source:" + uri;
        }
    }

    /** The id of a table or view. */
    static String table(String name) {
        return "table:" + name;
    }

    /** The id of a column. */
    static String column(String table, String name) {
        return "column:" + table + "." + name;
    }

    /** The id of a feature. */
    static String feature(String table, String name) {
        return "feature:" + table + "." + name;
    }
}
