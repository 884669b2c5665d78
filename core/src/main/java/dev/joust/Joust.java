// SPDX-License-Identifier: Apache-2.0
package dev.joust;

import dev.joust.feature.Feature;
import dev.joust.internal.backfill.trial.ContractCheck;
import dev.joust.testing.UdfCheck;
import java.nio.file.Path;

/** The way in: opens lakes. */
public final class Joust {
    private Joust() {}

    /** Describes a test of a function, for the tests of its author; no lake is needed. */
    public static UdfCheck check(Feature function) {
        return new UdfCheck(ContractCheck::run, function);
    }

    /** Opens the lake in a folder; see {@link #open(String, LakeOptions)}. */
    public static Lake open(Path folder) {
        return open(folder.toString());
    }

    /** Opens a lake with the default options; see {@link #open(String, LakeOptions)}. */
    public static Lake open(String uri) {
        return open(uri, LakeOptions.DEFAULT);
    }

    /**
     * Opens a lake: a folder or bucket of Lance tables. Nothing is read or created yet; the first table that is created
     * creates the folder.
     *
     * @param uri a folder, where {@code ~/} is the user's home, or an object store's {@code s3://}, {@code gs://},
     *     {@code az://} or {@code hf://} URI; those are for reading
     * @throws dev.joust.error.InvalidRequestException if the URI is empty, of an unknown kind, or names a plain file
     */
    public static Lake open(String uri, LakeOptions options) {
        return new Lake(LakeUri.parse(uri), options);
    }
}
