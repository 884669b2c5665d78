// SPDX-License-Identifier: Apache-2.0
package dev.joust.cli.feature;

import dev.joust.Lake;
import dev.joust.feature.FeatureJars;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Option;

/** The option that names jars with functions of the user's own. */
public final class UdfJars {
    @Option(
            names = "--udf-jar",
            paramLabel = "JAR",
            description = "A jar with functions of your own, offered by a FeatureProvider; may be given several times.")
    @SuppressWarnings("FieldCanBeFinal") // picocli sets it
    private List<Path> jars = List.of();

    /** Makes their functions known to a lake. */
    public void register(Lake lake) {
        lake.registerNew(FeatureJars.load(jars));
    }
}
