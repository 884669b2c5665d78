// SPDX-License-Identifier: Apache-2.0
package dev.joust.cli.feature;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import javax.tools.ToolProvider;

/** Makes jars whose classes are on no class path. */
final class CompiledJar {
    private CompiledJar() {}

    /**
     * Compiles sources into a jar.
     *
     * @param provider what {@code META-INF/services} names, or empty for nothing
     */
    static Path of(Path folder, String name, String provider, List<Path> sources) throws IOException {
        Path classes = Files.createDirectories(folder.resolve(name + "-classes"));
        List<String> arguments = new ArrayList<>(List.of("-proc:none", "-d", classes.toString()));
        sources.forEach(source -> arguments.add(source.toString()));
        int status = ToolProvider.getSystemJavaCompiler().run(null, null, null, arguments.toArray(String[]::new));
        assertThat(status).isZero();
        return of(folder, name, provider, classes);
    }

    /** Puts a folder of classes into a jar. */
    static Path of(Path folder, String name, String provider, Path classes) throws IOException {
        Path jar = folder.resolve(name + ".jar");
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar));
                Stream<Path> files = Files.walk(classes)) {
            files.filter(Files::isRegularFile).sorted().forEach(file -> {
                try {
                    out.putNextEntry(
                            new JarEntry(classes.relativize(file).toString().replace('\\', '/')));
                    out.write(Files.readAllBytes(file));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
            if (!provider.isEmpty()) {
                out.putNextEntry(new JarEntry("META-INF/services/dev.joust.feature.FeatureProvider"));
                out.write(provider.getBytes(StandardCharsets.UTF_8));
            }
        }
        return jar;
    }

    /** Compiles one class that offers a feature {@code shout}. */
    static Path shouting(Path folder, String type, String udf, String body) throws IOException {
        Path source = Files.writeString(
                folder.resolve(type + ".java"),
                """
                package own;
                import dev.joust.feature.*;
                import dev.joust.schema.Types;
                import java.util.*;
                public final class TYPE implements FeatureProvider {
                    @Override
                    public Collection<Feature> features() {
                        BODY
                        return List.of(Feature.of("shout", Types.STRING).udf("UDF").version(1)
                                .from("weather", InputType.STRING).map(String::toUpperCase));
                    }
                }
                """.replace("TYPE", type).replace("UDF", udf).replace("BODY", body));
        return of(folder, type, "own." + type, List.of(source));
    }
}
