// SPDX-License-Identifier: Apache-2.0
package dev.joust.feature;

import dev.joust.error.InvalidRequestException;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;

/**
 * Functions in jars that somebody names: each jar offers a {@link FeatureProvider}, or is needed by one that does.
 *
 * <p>The jars see this program's Joust and what it brings along, and each other. They stay open as long as the process
 * runs, because their code may be called at any time.
 */
public final class FeatureJars {
    private static final Pattern CLASS_FILE_VERSION = Pattern.compile("class file version (\\d+)");
    private static final int JAVA_VERSION_OFFSET = 44;

    private FeatureJars() {}

    /**
     * Returns the features that jars offer.
     *
     * @throws InvalidRequestException if a jar does not exist, a file is no jar, none offers a feature, two offer one
     *     function, or one cannot be loaded by this Java and this Joust
     */
    @SuppressWarnings("resource") // the loader stays open with its classes
    public static List<Feature> load(List<Path> jars) {
        if (jars.isEmpty()) {
            return List.of();
        }
        URL[] urls = jars.stream().map(FeatureJars::url).toArray(URL[]::new);
        ClassLoader loader = new URLClassLoader(urls, FeatureJars.class.getClassLoader());
        Map<String, FeatureProvider> origins = new HashMap<>();
        List<Feature> offered = new ArrayList<>();
        for (FeatureProvider provider : providers(jars, loader)) {
            for (Feature feature : features(provider)) {
                FeatureProvider other = origins.putIfAbsent(feature.identity().udf(), provider);
                if (other != null) {
                    throw refused(
                            jars,
                            place(other) + " and " + place(provider) + " both offer a function '"
                                    + feature.identity().udf() + "'; name one jar only, or rename one function",
                            null);
                }
                offered.add(feature);
            }
        }
        if (offered.isEmpty()) {
            throw refused(
                    jars,
                    "no jar offers any; name its FeatureProvider in META-INF/services/"
                            + FeatureProvider.class.getName(),
                    null);
        }
        return List.copyOf(offered);
    }

    private static List<FeatureProvider> providers(List<Path> jars, ClassLoader loader) {
        List<FeatureProvider> found = new ArrayList<>();
        try {
            Iterator<FeatureProvider> all =
                    ServiceLoader.load(FeatureProvider.class, loader).iterator();
            while (all.hasNext()) {
                FeatureProvider provider = all.next();
                if (provider.getClass().getClassLoader() == loader) {
                    found.add(provider);
                }
            }
            return found;
        } catch (ServiceConfigurationError e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw refused(jars, reason(cause, e.getMessage() + causeOf(e)), e);
        } catch (LinkageError e) {
            throw refused(jars, reason(e, e.toString()), e);
        }
    }

    private static Iterable<Feature> features(FeatureProvider provider) {
        try {
            return List.copyOf(provider.features());
        } catch (RuntimeException | LinkageError e) {
            throw refused(List.of(jarOf(provider)), reason(e, place(provider) + " throws " + e), e);
        }
    }

    private static String causeOf(Throwable e) {
        return e.getCause() == null ? "" : ": " + e.getCause();
    }

    private static String reason(Throwable cause, String otherwise) {
        Matcher version = CLASS_FILE_VERSION.matcher(String.valueOf(cause.getMessage()));
        if (cause instanceof UnsupportedClassVersionError && version.find()) {
            return "it is compiled for Java " + (Integer.parseInt(version.group(1)) - JAVA_VERSION_OFFSET)
                    + ", this is Java " + Runtime.version().feature() + "; compile it with --release "
                    + Runtime.version().feature() + ", or use a newer Java";
        }
        String advice = cause instanceof LinkageError
                ? "; build it against this version of Joust, and name the jars that it needs too"
                : "; correct it";
        return otherwise + advice;
    }

    private static String place(FeatureProvider provider) {
        return "'" + provider.getClass().getName() + "' in '" + jarOf(provider).getFileName() + "'";
    }

    private static Path jarOf(FeatureProvider provider) {
        return CodeSources.of(provider.getClass()).orElse(Path.of(""));
    }

    private static InvalidRequestException refused(List<Path> jars, String why, @Nullable Throwable cause) {
        String named = jars.stream().map(jar -> "'" + jar + "'").collect(Collectors.joining(", "));
        String message = "Cannot load functions from " + named + ": " + why;
        return cause == null ? new InvalidRequestException(message) : new InvalidRequestException(message, cause);
    }

    private static URL url(Path jar) {
        if (!Files.exists(jar)) {
            throw refused(List.of(jar), "there is no such file; check the path", null);
        }
        try {
            new ZipFile(jar.toFile()).close();
            return jar.toUri().toURL();
        } catch (MalformedURLException e) {
            throw new IllegalArgumentException("Cannot load functions from '" + jar + "': " + e.getMessage(), e);
        } catch (IOException e) {
            throw refused(List.of(jar), "it is not a jar (" + e.getMessage() + "); build it again", e);
        }
    }
}
