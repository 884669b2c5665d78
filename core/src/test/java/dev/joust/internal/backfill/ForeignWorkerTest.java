// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.backfill;

import static org.assertj.core.api.Assertions.assertThat;

import dev.joust.backfill.BackfillResult;
import dev.joust.feature.ErrorPolicy;
import dev.joust.feature.Feature;
import dev.joust.feature.FeatureCatalog;
import dev.joust.run.ChildRunner;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Workers in a process that shares nothing with this one but files. */
class ForeignWorkerTest {
    @TempDir
    Path folder;

    @Test
    void computesWithFunctionsOfAJar() throws IOException {
        try (URLClassLoader jar =
                        new URLClassLoader(new URL[] {compiledJar().toUri().toURL()});
                FeatureLake lake = FeatureLake.create(folder, Texts.SCHEMA)) {
            Feature shout = FeatureCatalog.load(jar).feature("shout");
            lake.on(new ChildRunner(folder))
                    .append(Texts.rows(0, "a", null))
                    .append(Texts.rows(2, "!"))
                    .append(Texts.rows(3, "b"))
                    .add(shout);

            BackfillResult result =
                    lake.backfill("shout").onError(ErrorPolicy.skip()).run();

            assertThat(lake.values("shout")).containsExactly("A", null, null, "B");
            assertThat(result.rowsComputed()).isEqualTo(3);
            assertThat(result.rowsFailed()).isEqualTo(1);
            assertThat(lake.cells("shout").fresh()).isEqualTo(3);
            assertThat(lake.rowsOf("_joust_errors"))
                    .extracting(row -> row.get("message"))
                    .containsExactly("java.lang.IllegalStateException: too loud");
        }
    }

    /** A jar with a provider that is on no class path. */
    private Path compiledJar() throws IOException {
        Path source = Files.writeString(folder.resolve("OwnFeatures.java"), """
                package own;
                import dev.joust.feature.*;
                import dev.joust.schema.Types;
                import java.util.*;
                public final class OwnFeatures implements FeatureProvider {
                    @Override
                    public Collection<Feature> features() {
                        return List.of(Feature.of("shout", Types.STRING).version(1)
                                .from("text", InputType.STRING).map(OwnFeatures::shout));
                    }
                    private static String shout(String text) {
                        if (text.equals("!")) {
                            throw new IllegalStateException("too loud");
                        }
                        return text.toUpperCase(Locale.ROOT);
                    }
                }
                """);
        int status = ToolProvider.getSystemJavaCompiler()
                .run(
                        null,
                        null,
                        null,
                        "-proc:none",
                        "-cp",
                        System.getProperty("java.class.path"),
                        "-d",
                        folder.toString(),
                        source.toString());
        assertThat(status).isZero();
        Path jar = folder.resolve("own.jar");
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
            out.putNextEntry(new JarEntry("own/OwnFeatures.class"));
            out.write(Files.readAllBytes(folder.resolve("own/OwnFeatures.class")));
            out.putNextEntry(new JarEntry("META-INF/services/dev.joust.feature.FeatureProvider"));
            out.write("own.OwnFeatures".getBytes(java.nio.charset.StandardCharsets.UTF_8));
        }
        return jar;
    }
}
