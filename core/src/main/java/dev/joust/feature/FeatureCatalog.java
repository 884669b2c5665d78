// SPDX-License-Identifier: Apache-2.0
package dev.joust.feature;

import dev.joust.schema.Names;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;

/**
 * The features that the running program has, by the names of their functions. A table holds names, never code: what is
 * not in here cannot run.
 *
 * <p>Immutable.
 */
public final class FeatureCatalog {
    private final Map<String, Feature> byUdf;

    private FeatureCatalog(Map<String, Feature> byUdf) {
        this.byUdf = byUdf;
    }

    /**
     * Returns a catalog of these features.
     *
     * @throws IllegalArgumentException if two different functions have one name
     */
    public static FeatureCatalog of(Collection<Feature> features) {
        Map<String, Feature> byUdf = new LinkedHashMap<>();
        for (Feature feature : features) {
            FeatureIdentity identity = feature.identity();
            Feature other = byUdf.putIfAbsent(identity.udf(), feature);
            if (other != null && !other.identity().equals(identity)) {
                throw new IllegalArgumentException("Two functions have one name: " + other + " and " + feature);
            }
        }
        return new FeatureCatalog(byUdf);
    }

    /** Returns the features that the jars on a class path offer. */
    public static FeatureCatalog load(ClassLoader loader) {
        List<Feature> found = new ArrayList<>();
        ServiceLoader.load(FeatureProvider.class, loader).forEach(provider -> found.addAll(provider.features()));
        return of(found);
    }

    /** Returns this catalog with more features; one with a known function name takes its place. */
    public FeatureCatalog with(Collection<Feature> more) {
        Map<String, Feature> all = new LinkedHashMap<>(byUdf);
        of(more).byUdf.forEach(all::put);
        return new FeatureCatalog(all);
    }

    /** All features, in the order in which they came. */
    public List<Feature> features() {
        return List.copyOf(byUdf.values());
    }

    /** Finds the feature whose function has this name. */
    public Optional<Feature> find(String udf) {
        return Optional.ofNullable(byUdf.get(udf));
    }

    /**
     * Returns the feature whose function has this name, or the only one that fills a column of this name; where several
     * do, the only one of these that needs no model.
     *
     * @throws dev.joust.error.NotFoundException naming the nearest ones, if there is none
     */
    public Feature feature(String name) {
        Feature byName = byUdf.get(name);
        if (byName != null) {
            return byName;
        }
        List<Feature> filling = byUdf.values().stream()
                .filter(feature ->
                        feature.outputs().stream().anyMatch(c -> c.name().equals(name)))
                .toList();
        List<Feature> ready = filling.size() == 1
                ? filling
                : filling.stream().filter(feature -> feature.unset().isEmpty()).toList();
        if (ready.size() == 1) {
            return ready.get(0);
        }
        throw Names.notFound("feature", name, "this program", byUdf.keySet());
    }
}
