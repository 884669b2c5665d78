// SPDX-License-Identifier: Apache-2.0
package dev.joust.cli.feature;

import static org.assertj.core.api.Assertions.assertThat;

import dev.joust.cli.TinyLake;
import dev.joust.cli.TinyLake.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Functions from jars that the user names. */
class UdfJarsTest {
    private static final Path EXAMPLE = Path.of("..", "examples", "custom-udf");

    @TempDir
    Path folder;

    private TinyLake lake;

    @BeforeEach
    void makeALake() {
        lake = TinyLake.withFrames(folder.resolve("lake"));
    }

    private String refusal(Path... jars) {
        String[] command = Stream.concat(
                        Stream.of("features", "catalog"),
                        Stream.of(jars).flatMap(jar -> Stream.of("--udf-jar", jar.toString())))
                .toArray(String[]::new);
        Outcome outcome = lake.run(command);
        assertThat(outcome.exitCode()).isEqualTo(2);
        return outcome.stderr();
    }

    @Test
    void theExampleProjectIsUsedAsItsAuthorWouldUseIt() throws IOException {
        Path jar;
        try (Stream<Path> sources = Files.walk(EXAMPLE.resolve("src/main/java"))) {
            jar = CompiledJar.of(
                    folder,
                    "caption-udfs",
                    Files.readString(
                            EXAMPLE.resolve("src/main/resources/META-INF/services/dev.joust.feature.FeatureProvider")),
                    sources.filter(Files::isRegularFile).toList());
        }
        String[] with = {"--udf-jar", jar.toString()};

        Outcome preview = lake.json(
                "features",
                "preview",
                "frames",
                "keyword_score",
                "--param",
                "words=day",
                "--rows",
                "2",
                with[0],
                with[1]);
        assertThat(preview.json().at("/rows/1/keyword_score").asDouble()).isEqualTo(1.0);
        assertThat(lake.run("features", "add", "frames", "word_count", with[0], with[1])
                        .exitCode())
                .isZero();
        assertThat(lake.run(
                                "features",
                                "add",
                                "frames",
                                "keyword_score",
                                "--param",
                                "words=rainy,day",
                                with[0],
                                with[1])
                        .exitCode())
                .isZero();
        Outcome backfill = lake.json("backfill", "frames", "word_count", "keyword_score", with[0], with[1]);
        assertThat(backfill.exitCode()).isZero();

        assertThat(lake.json("query", "frames", "--select", "word_count,keyword_score", "--limit", "2")
                        .json())
                .hasToString("[{\"word_count\":3,\"keyword_score\":0.5},{\"word_count\":5,\"keyword_score\":0.5}]");
        assertThat(lake.json("jobs", "show", backfill.json().get("job").asText())
                        .json()
                        .get("udf_jars")
                        .get(0)
                        .asText())
                .matches("caption-udfs\\.jar sha256:[0-9a-f]{64}");
        assertThat(lake.run("backfill", "frames", "word_count", "--recompute").stderr())
                .contains("put the jar that has it on the class path");

        assertThat(lake.run("features", "alter", "frames", "keyword_score", "--param", "words=night", with[0], with[1])
                        .exitCode())
                .isZero();
        Outcome shown = lake.json("features", "show", "frames", "keyword_score", with[0], with[1]);
        assertThat(shown.json().get("stale").asInt()).isEqualTo(6);
        assertThat(shown.json().at("/parameters/words").asText()).isEqualTo("night");
        assertThat(lake.json("backfill", "frames", "keyword_score", with[0], with[1])
                        .json()
                        .get("rows_computed")
                        .asInt())
                .isEqualTo(6);
        assertThat(lake.run("features", "alter", "frames", "keyword_score", "--param", "wrds=x", with[0], with[1])
                        .stderr())
                .isEqualTo("joust: Cannot set parameter 'wrds' of function 'example.keyword_score': those that can be"
                        + " set are 'words'\n");

        lake.append(TinyLake.FRAMES, TinyLake.FRAMES + 1);
        Outcome without = lake.json("sync", "frames");
        assertThat(without.exitCode()).isEqualTo(1);
        assertThat(without.json().get("failed").findValuesAsText("name"))
                .containsExactly("word_count", "keyword_score");
        Outcome sync = lake.json("sync", "frames", with[0], with[1]);
        assertThat(sync.exitCode()).isZero();
        assertThat(sync.json().at("/backfills/0/rows_computed").asInt()).isEqualTo(1);
    }

    @Test
    void aFileThatIsNoJarIsRefused() throws IOException {
        Path text = Files.writeString(folder.resolve("notes.jar"), "no jar");

        assertThat(refusal(text))
                .startsWith("joust: Cannot load functions from '" + text + "': it is not a jar (")
                .endsWith("); build it again\n");
        assertThat(lake.run("features", "catalog", "--udf-jar", folder + "/none.jar")
                        .exitCode())
                .isEqualTo(2);
    }

    @Test
    void aJarWithoutProviderIsRefused() throws IOException {
        Path jar = CompiledJar.of(folder, "empty", "", Files.createDirectories(folder.resolve("nothing")));

        assertThat(refusal(jar))
                .isEqualTo("joust: Cannot load functions from '" + jar + "': no jar offers any; name its"
                        + " FeatureProvider in META-INF/services/dev.joust.feature.FeatureProvider\n");
    }

    @Test
    void aProviderThatIsMissingOrThrowsIsNamed() throws IOException {
        Path missing =
                CompiledJar.of(folder, "missing", "own.Gone", Files.createDirectories(folder.resolve("nothing")));
        Path throwing = CompiledJar.shouting(
                folder, "Throwing", "own.shout", "if (true) throw new IllegalStateException(\"no\");");

        assertThat(refusal(missing)).contains("own.Gone not found");
        assertThat(refusal(throwing))
                .isEqualTo(
                        "joust: Cannot load functions from '" + throwing + "': 'own.Throwing' in 'Throwing.jar' throws"
                                + " java.lang.IllegalStateException: no; correct it\n");
    }

    @Test
    void twoFunctionsOfOneNameAreRefused() throws IOException {
        Path one = CompiledJar.shouting(folder, "One", "own.shout", "");
        Path two = CompiledJar.shouting(folder, "Two", "own.shout", "");
        Path known = CompiledJar.shouting(folder, "Known", "has_person", "");

        assertThat(refusal(one, two))
                .isEqualTo("joust: Cannot load functions from '" + one + "', '" + two + "': 'own.One' in 'One.jar' and"
                        + " 'own.Two' in 'Two.jar' both offer a function 'own.shout'; name one jar only, or rename one"
                        + " function\n");
        assertThat(refusal(known))
                .startsWith("joust: Cannot add function 'has_person' version 1 (hash ")
                .endsWith(" already; give the function another name, such as one that begins with your own\n");
    }

    @Test
    void aClassForANewerJavaIsRefused() throws IOException {
        CompiledJar.shouting(folder, "Newer", "own.shout", "");
        Path classFile = folder.resolve("Newer-classes/own/Newer.class");
        byte[] bytes = Files.readAllBytes(classFile);
        bytes[7] = (byte) 143;
        Files.write(classFile, bytes);
        Path jar = CompiledJar.of(folder, "Newer", "own.Newer", folder.resolve("Newer-classes"));

        assertThat(refusal(jar))
                .isEqualTo("joust: Cannot load functions from '" + jar + "': it is compiled for Java 99, this is Java "
                        + Runtime.version().feature() + "; compile it with --release "
                        + Runtime.version().feature() + ", or use a newer Java\n");
    }

    @Test
    void aJarThatIsNamedTwiceOrWithItsLibrariesIsFine() throws IOException {
        Path jar = CompiledJar.shouting(folder, "Fine", "own.shout", "");
        Path library = CompiledJar.of(folder, "library", "", Files.createDirectories(folder.resolve("nothing")));

        Outcome catalog =
                lake.json("features", "catalog", "--udf-jar", jar.toString(), "--udf-jar", library.toString());

        assertThat(catalog.json().findValuesAsText("udf")).contains("own.shout", "has_person");
        assertThat(lake.run("features", "list", "frames", "--udf-jar", jar.toString())
                        .exitCode())
                .isZero();
        assertThat(List.of(lake.run("features", "add", "frames", "--sql", "x=id", "--param", "a=b")
                        .exitCode()))
                .containsExactly(2);
    }
}
