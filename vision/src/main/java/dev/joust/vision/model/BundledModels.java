// SPDX-License-Identifier: Apache-2.0
package dev.joust.vision.model;

import java.util.SortedMap;

/** Small models that a jar brings with it, found by {@link java.util.ServiceLoader}. */
public interface BundledModels {
    /**
     * The folders of its models.
     *
     * @return resource folders that the provider's own class loader finds, such as {@code org/example/models/clip}, by
     *     the name that stands for a path, such as {@code demo:clip}
     */
    SortedMap<String, String> folders();
}
