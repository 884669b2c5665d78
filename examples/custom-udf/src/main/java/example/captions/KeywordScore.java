// SPDX-License-Identifier: Apache-2.0
package example.captions;

import dev.joust.feature.BatchUdf;
import dev.joust.feature.InputBatch;
import dev.joust.feature.OutputBatch;
import dev.joust.feature.UdfContext;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/** Which part of some words occur in a text: 0 for none, 1 for all. */
final class KeywordScore implements BatchUdf {
    private Set<String> words = Set.of();

    @Override
    public void open(UdfContext context) {
        // A model would be loaded here, once per worker.
        words = Set.of(context.parameters().get("words").split(","));
    }

    @Override
    public void compute(InputBatch in, OutputBatch out) {
        for (int row = 0; row < in.rows(); row++) {
            Set<String> found =
                    new HashSet<>(Arrays.asList(in.string(0, row).toLowerCase(Locale.ROOT).split("\\W+")));
            found.retainAll(words);
            out.set(row, (float) found.size() / words.size());
        }
    }
}
