// SPDX-License-Identifier: Apache-2.0
package dev.joust.feature;

import java.io.IOException;
import java.io.InputStream;

/** The hash of the bytes of a class, so that changed code under an unchanged version is noticed. */
final class ClassHash {
    private static final String LAMBDA = "$$Lambda";

    private ClassHash() {}

    /** SHA-256 in hex, of the declaring class for a lambda; empty if the bytes cannot be found. */
    static String of(Class<?> type) {
        String name = type.getName();
        int lambda = name.indexOf(LAMBDA);
        String resource = (lambda < 0 ? name : name.substring(0, lambda)).replace('.', '/') + ".class";
        ClassLoader loader = type.getClassLoader() == null ? ClassLoader.getSystemClassLoader() : type.getClassLoader();
        try (InputStream bytes = loader.getResourceAsStream(resource)) {
            return bytes == null ? "" : FeatureIdentity.sha256(bytes.readAllBytes());
        } catch (IOException e) {
            return "";
        }
    }
}
