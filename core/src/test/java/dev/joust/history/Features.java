// SPDX-License-Identifier: Apache-2.0
package dev.joust.history;

import dev.joust.feature.Feature;
import dev.joust.feature.InputType;
import dev.joust.schema.Types;
import java.util.List;

/** Three features: one that changes its version, one in SQL, and one that reads the first. */
final class Features {
    private Features() {}

    static Feature code(int version) {
        return Feature.of("code", Types.STRING)
                .version(version)
                .from("n", InputType.INT)
                .from("text", InputType.STRING)
                .map((n, text) -> code(version, n, text));
    }

    static String code(int version, int n, String text) {
        return "c" + version + " " + (n * 7 + text.length());
    }

    static final Feature LABEL = Feature.of("label", Types.STRING)
            .version(1)
            .from("code", InputType.STRING)
            .map(code -> "label of " + code);

    static final List<String> ALL = List.of("code", "size", "label");
}
