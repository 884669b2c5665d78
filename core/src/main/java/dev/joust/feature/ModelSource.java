// SPDX-License-Identifier: Apache-2.0
package dev.joust.feature;

/** Finds the model that lies at a place which a user names, such as a folder with its files. */
@FunctionalInterface
public interface ModelSource {
    /**
     * Reads enough of the model to say which one it is.
     *
     * @throws dev.joust.error.JoustException if there is none, or it is not of the kind that the function uses
     */
    LocatedModel locate(String place);
}
