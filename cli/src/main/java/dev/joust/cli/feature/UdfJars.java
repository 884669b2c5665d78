// SPDX-License-Identifier: Apache-2.0
package dev.joust.cli.feature;

import dev.joust.Lake;
import dev.joust.error.InvalidRequestException;
import dev.joust.error.NotFoundException;
import dev.joust.feature.Feature;
import dev.joust.feature.FeatureProvider;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;

/** Makes the functions in jars that the user names known to a lake. */
final class UdfJars {
    private UdfJars() {}

    /** Registers what the jars offer. The jars stay open as long as the process runs: their code may be called. */
    static void register(Lake lake, List<Path> jars) {
        if (jars.isEmpty()) {
            return;
        }
        List<URL> urls = new ArrayList<>();
        for (Path jar : jars) {
            urls.add(url(jar));
        }
        ClassLoader loader = new URLClassLoader(urls.toArray(URL[]::new), UdfJars.class.getClassLoader());
        List<Feature> offered = new ArrayList<>();
        try {
            for (FeatureProvider provider : ServiceLoader.load(FeatureProvider.class, loader)) {
                if (provider.getClass().getClassLoader() == loader) {
                    offered.addAll(provider.features());
                }
            }
        } catch (ServiceConfigurationError | LinkageError e) {
            throw new InvalidRequestException(
                    "Cannot load functions from " + jars + ": " + e.getMessage()
                            + "; build the jar against this version of Joust",
                    e);
        }
        if (offered.isEmpty()) {
            throw new InvalidRequestException("Cannot load functions from " + jars
                    + ": no jar offers any; name its FeatureProvider in META-INF/services/"
                    + FeatureProvider.class.getName());
        }
        lake.register(offered);
    }

    private static URL url(Path jar) {
        if (!Files.isRegularFile(jar)) {
            throw new NotFoundException(
                    "Cannot load functions from '" + jar + "': there is no such file; check the path",
                    "jar",
                    jar.toString(),
                    List.of());
        }
        try {
            return jar.toUri().toURL();
        } catch (MalformedURLException e) {
            throw new IllegalArgumentException("Cannot load functions from '" + jar + "': " + e.getMessage(), e);
        }
    }
}
