// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.backfill.task;

import dev.joust.feature.Computation;
import dev.joust.feature.Feature;
import dev.joust.feature.FeatureCatalog;
import java.io.Serializable;
import java.net.MalformedURLException;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The functions of a job by name, as a value that travels.
 *
 * <p>In the process that started the job they are those that its program has. In another one they are those that the
 * class path there offers, and the jars that they came from, where these jars lie there too.
 *
 * @param job the job's id
 * @param jars the jars that hold the functions
 */
public record Programs(String job, List<String> jars) implements Serializable {
    private static final Map<String, FeatureCatalog> HERE = new ConcurrentHashMap<>();

    public Programs {
        jars = List.copyOf(jars);
    }

    /** Makes the functions of a job known in this process, until it is closed. */
    public static Known known(String job, FeatureCatalog catalog) {
        HERE.put(job, catalog);
        List<String> jars = catalog.features().stream()
                .map(Programs::jar)
                .filter(jar -> !jar.isEmpty())
                .distinct()
                .toList();
        return new Known(new Programs(job, jars));
    }

    /** As long as it is open, this process knows the functions of a job. */
    public record Known(Programs programs) implements AutoCloseable {
        @Override
        public void close() {
            HERE.remove(programs.job());
        }
    }

    /** Whether this is the process that started the job. */
    boolean isHere() {
        return HERE.containsKey(job);
    }

    /** The functions as this process finds them. */
    FeatureCatalog find() {
        FeatureCatalog here = HERE.get(job);
        if (here != null) {
            return here;
        }
        ClassLoader own = Programs.class.getClassLoader();
        List<URL> present = new ArrayList<>();
        for (String jar : jars) {
            if (Files.isRegularFile(Path.of(jar))) {
                try {
                    present.add(Path.of(jar).toUri().toURL());
                } catch (MalformedURLException e) {
                    throw new AssertionError("Every path is a URL", e);
                }
            }
        }
        // The loader of the jars stays open: functions load more of their classes while they work.
        return FeatureCatalog.load(present.isEmpty() ? own : new URLClassLoader(present.toArray(URL[]::new), own));
    }

    /** The jar that a function's class was loaded from; empty where it was not. */
    private static String jar(Feature feature) {
        if (!(feature.computation() instanceof Computation.Code code)) {
            return "";
        }
        @Nullable CodeSource source = code.source().getProtectionDomain().getCodeSource();
        if (source == null || source.getLocation() == null) {
            return "";
        }
        try {
            Path path = Path.of(source.getLocation().toURI());
            return path.toString().endsWith(".jar") ? path.toString() : "";
        } catch (URISyntaxException | IllegalArgumentException e) {
            return "";
        }
    }
}
