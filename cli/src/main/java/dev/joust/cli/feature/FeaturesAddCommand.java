// SPDX-License-Identifier: Apache-2.0
package dev.joust.cli.feature;

import dev.joust.Lake;
import dev.joust.Table;
import dev.joust.cli.arguments.Assignment;
import dev.joust.cli.frame.Help;
import dev.joust.cli.frame.Session;
import dev.joust.cli.print.HumanFormat;
import dev.joust.cli.print.JsonFields;
import dev.joust.feature.AggregateFeature;
import dev.joust.feature.Feature;
import dev.joust.feature.JoinedFeature;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Add features to a table: their columns, without values and without writing data. */
@Command(
        name = "add",
        description = "Add features to a table: their columns, without values and without writing data.",
        footerHeading = Help.EXAMPLE,
        footer = {
            "  joust features add bdd100k has_person scene_description --sql \"pixels=width * height\"",
            "  joust features add bdd100k --aggregate \"frames_in_clip=count(*) by video_name\"",
            "  joust features add bdd100k --join \"temp=stations.temp, wind=stations.wind on station_id=id else keep\""
        })
public final class FeaturesAddCommand implements Runnable {
    private final Session session;

    @Parameters(index = "0", paramLabel = "TABLE", description = "The table or view.")
    private String table;

    @Parameters(
            index = "1..*",
            arity = "0..*",
            paramLabel = "NAME",
            description = "Features of the catalog, by function or column.")
    @SuppressWarnings("FieldCanBeFinal") // picocli sets it
    private List<String> names = List.of();

    @Option(
            names = "--sql",
            paramLabel = "N=EXPR",
            converter = Assignment.Converter.class,
            description = "A feature that an SQL expression over the other columns fills.")
    private List<Assignment> expressions = List.of();

    @Option(
            names = "--join",
            paramLabel = "N=T.C on K=K",
            converter = JoinArgument.class,
            description = "A feature with the values of another table by key: NAME=TABLE.COLUMN on KEY=KEY; 'else null'"
                    + " (the default), 'else keep' or 'else error' says what becomes of keys that it has not.")
    private List<JoinedFeature> joins = List.of();

    @Option(
            names = "--aggregate",
            paramLabel = "N=EXPR by C",
            converter = AggregateArgument.class,
            description = "A feature with one value for all rows of a group: NAME=EXPRESSION by COLUMN.")
    private List<AggregateFeature> aggregates = List.of();

    @Mixin
    private UdfJars udfJars;

    @Mixin
    private dev.joust.cli.feature.Parameters parameters;

    FeaturesAddCommand(Session session) {
        this.session = session;
    }

    @Override
    public void run() {
        if (names.isEmpty() && expressions.isEmpty() && joins.isEmpty() && aggregates.isEmpty()) {
            throw new IllegalArgumentException("Cannot add features to table '" + table
                    + "': none is named; give names of the catalog, or --sql, --join or --aggregate");
        }
        if (names.isEmpty() && !parameters.isEmpty()) {
            throw new IllegalArgumentException("Cannot add features to table '" + table
                    + "': an SQL expression has no parameters; write the value into it, or name a feature of the"
                    + " catalog");
        }
        try (Lake lake = session.openLake()) {
            udfJars.register(lake);
            Table opened = lake.openTable(table);
            List<Feature> features = new ArrayList<>();
            names.forEach(name -> features.add(parameters.set(lake.catalog().feature(name))));
            expressions.forEach(sql -> features.add(opened.sqlFeature(sql.name(), sql.expression())));
            joins.forEach(join -> features.add(opened.joinedFeature(join)));
            aggregates.forEach(aggregate -> features.add(opened.aggregateFeature(aggregate)));
            long version = opened.addFeatures(features.toArray(Feature[]::new));
            session.tellCommit("add", 0, version);
            List<String> added = features.stream().map(Feature::name).toList();
            session.output()
                    .print(
                            json -> {
                                json.put("table", table).put("version", version);
                                JsonFields.put(json, "features", added);
                            },
                            text -> text.line(HumanFormat.count(added.size(), "feature") + " added; fill "
                                    + (added.size() == 1 ? "it" : "them") + " with: joust backfill " + table + " "
                                    + String.join(" ", added)));
        }
    }
}
