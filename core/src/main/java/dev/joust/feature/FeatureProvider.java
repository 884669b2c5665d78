// SPDX-License-Identifier: Apache-2.0
package dev.joust.feature;

import java.util.Collection;

/** Brings the features of a jar into a {@link FeatureCatalog}; found by {@link java.util.ServiceLoader}. */
public interface FeatureProvider {
    /** The features, each under a function name of its own. */
    Collection<Feature> features();
}
