// SPDX-License-Identifier: Apache-2.0
package dev.joust.driving.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.joust.driving.DrivingFeatures;
import dev.joust.feature.Feature;
import java.io.StringWriter;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.List;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoIdeaTest {
    @TempDir
    Path classes;

    @Test
    void theCodeOfTheReportCompilesAndIsTheFeatureThatTheDemoAdds() throws Exception {
        Feature shown = (Feature)
                compiled("""
                import dev.joust.feature.Feature;
                import dev.joust.schema.Types;
                import java.util.List;
                import static dev.joust.feature.InputType.*;

                public class Idea {
                    public static final Feature FEATURE = %s;

                    static Integer smallestPerson(List<String> categories, List<List<Float>> boxes) {
                        return null;
                    }
                }
                """.formatted(DemoIdea.FEATURE)).getField("FEATURE").get(null);

        assertThat(shown.identity().hash())
                .isEqualTo(DemoIdea.FIRST_TRY.identity().hash());
        assertThat(shown.outputs()).isEqualTo(DemoIdea.FIRST_TRY.outputs());
    }

    @Test
    void theCodeOfTheSecondVersionIsTheFeatureThatTheDemoPointsTo() throws Exception {
        Feature shown = (Feature)
                compiled("""
                import dev.joust.feature.Feature;
                import dev.joust.schema.Types;
                import java.util.List;
                import static dev.joust.feature.InputType.*;

                public class Idea {
                    public static final Feature FEATURE = %s;

                    static Integer smallestHeight(
                            List<String> categories, List<List<Float>> boxes, List<Boolean> occluded) {
                        return null;
                    }
                }
                """.formatted(DemoVersion.FEATURE)).getField("FEATURE").get(null);

        assertThat(shown.identity().hash())
                .isEqualTo(DrivingFeatures.SMALLEST_PERSON_PX.identity().hash());
    }

    private Class<?> compiled(String source) throws Exception {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter problems = new StringWriter();
        JavaFileObject file = new SimpleJavaFileObject(URI.create("string:///Idea.java"), JavaFileObject.Kind.SOURCE) {
            @Override
            public CharSequence getCharContent(boolean ignoresErrors) {
                return source;
            }
        };
        List<String> options =
                List.of("-proc:none", "-d", classes.toString(), "-cp", System.getProperty("java.class.path"));
        assertThat(compiler.getTask(problems, null, null, options, null, List.of(file))
                        .call())
                .as(problems.toString())
                .isTrue();
        URLClassLoader loader =
                new URLClassLoader(new URL[] {classes.toUri().toURL()}, DemoIdeaTest.class.getClassLoader());
        return loader.loadClass("Idea");
    }
}
