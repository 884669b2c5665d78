// SPDX-License-Identifier: Apache-2.0
package dev.joust.vision.model;

import dev.joust.feature.Feature;
import dev.joust.feature.FeatureProvider;
import java.util.Collection;
import java.util.List;

/** The features that models fill, each of which needs to be told where its model is. */
public final class ModelFeatures implements FeatureProvider {
    /** Creates the provider; {@link java.util.ServiceLoader} calls it. */
    public ModelFeatures() {}

    @Override
    public Collection<Feature> features() {
        return List.of(
                ClipImageEmbedding.feature(),
                ResnetEmbedding.feature(),
                Detections.feature(),
                PersonBboxAreaPct.feature());
    }
}
