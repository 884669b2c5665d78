// SPDX-License-Identifier: Apache-2.0
package dev.joust.cli.feature;

import dev.joust.feature.Feature;
import dev.joust.feature.FeatureIdentity;
import java.util.Map;
import picocli.CommandLine.Option;

/** The option that sets parameters of functions. */
final class Parameters {
    @Option(
            names = "--param",
            paramLabel = "K=V",
            description = "Set a parameter of the function; may be given several times.")
    @SuppressWarnings("FieldCanBeFinal") // picocli sets it
    private Map<String, String> values = Map.of();

    /** Whether none is set. */
    boolean isEmpty() {
        return values.isEmpty();
    }

    /** Returns a function with these parameters. */
    Feature set(Feature feature) {
        return feature.withParameters(values);
    }

    /** Returns a function with these parameters, and for others with the values that it is recorded with. */
    Feature set(Feature feature, FeatureIdentity recorded) {
        return feature.adjustedTo(recorded, values);
    }
}
