// SPDX-License-Identifier: Apache-2.0
package dev.joust.cli.feature;

import dev.joust.Lake;
import dev.joust.Table;
import dev.joust.cli.frame.Help;
import dev.joust.cli.frame.Session;
import dev.joust.feature.AggregateFeature;
import dev.joust.feature.Feature;
import dev.joust.feature.FeatureIdentity;
import dev.joust.feature.JoinedFeature;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Points a feature at another function. */
@Command(
        name = "alter",
        description = "Point a feature at another function; its cells are stale until the next backfill.",
        footerHeading = Help.EXAMPLE,
        footer = "  joust features alter bdd100k person_bbox_area_pct --udf person_bbox_area_pct.boxes")
public final class FeaturesAlterCommand implements Runnable {
    private final Session session;

    @Parameters(index = "0", paramLabel = "TABLE", description = "The table.")
    private String table;

    @Parameters(index = "1", paramLabel = "NAME", description = "The feature.")
    private String name;

    @ArgGroup(multiplicity = "0..1")
    private @Nullable Function function;

    @Mixin
    private UdfJars udfJars;

    @Mixin
    private dev.joust.cli.feature.Parameters parameters;

    FeaturesAlterCommand(Session session) {
        this.session = session;
    }

    @Override
    public void run() {
        try (Lake lake = session.openLake()) {
            udfJars.register(lake);
            Table opened = lake.openTable(table);
            Feature feature = chosen(lake, opened);
            long before = opened.version();
            long version = opened.alterFeature(name, feature);
            boolean isNew = version != before;
            if (isNew) {
                session.tellCommit("alter", 0, version);
            }
            boolean isComplete = opened.feature(name).isComplete();
            session.output()
                    .print(
                            json -> json.put("table", table)
                                    .put("feature", name)
                                    .put("udf", feature.identity().udf())
                                    .put("udf_version", feature.identity().version())
                                    .put("udf_hash", feature.identity().hash())
                                    .put("version", version),
                            text -> text.line("Feature '" + name + "' is "
                                    + (isNew ? "now computed by " : "computed by ")
                                    + feature.identity()
                                    + (isNew ? "" : " as before; nothing changed")
                                    + (isComplete
                                            ? "; its values are up to date"
                                            : "; bring its values up to date with: joust backfill " + table + " "
                                                    + name)));
        }
    }

    private Feature chosen(Lake lake, Table opened) {
        if (function != null && function.sql != null) {
            if (!parameters.isEmpty()) {
                throw new IllegalArgumentException("Cannot alter feature '" + name
                        + "': an SQL expression has no parameters; write the value into it");
            }
            return opened.sqlFeature(name, function.sql);
        }
        if (function != null && function.join != null) {
            return opened.joinedFeature(function.join);
        }
        if (function != null && function.aggregate != null) {
            return opened.aggregateFeature(function.aggregate);
        }
        if (function != null && function.udf != null) {
            return parameters.set(lake.catalog().feature(function.udf));
        }
        FeatureIdentity recorded = opened.feature(name).identity();
        return parameters.set(lake.catalog().feature(recorded.udf()), recorded);
    }

    /** The new function. */
    static final class Function {
        @Option(
                names = "--udf",
                paramLabel = "U",
                description = "A function of the catalog; default: the program's version of the recorded one.")
        private @Nullable String udf;

        @Option(names = "--sql", paramLabel = "EXPR", description = "An SQL expression over the other columns.")
        private @Nullable String sql;

        @Option(
                names = "--join",
                paramLabel = "N=T.C on K=K",
                converter = JoinArgument.class,
                description = "Values of another table by key; see 'features add'.")
        private @Nullable JoinedFeature join;

        @Option(
                names = "--aggregate",
                paramLabel = "N=EXPR by C",
                converter = AggregateArgument.class,
                description = "A value for all rows of a group; see 'features add'.")
        private @Nullable AggregateFeature aggregate;
    }
}
