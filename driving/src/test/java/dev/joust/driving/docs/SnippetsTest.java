// SPDX-License-Identifier: Apache-2.0
package dev.joust.driving.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Compares code in the documents with the code that runs.
 *
 * <p>A block in a document follows a line {@code <!-- snippet: FILE#REGION -->}; the file holds the same lines, but for
 * their indentation, between {@code region REGION} and {@code endregion} comments.
 */
class SnippetsTest {
    private static final Path ROOT = Path.of("").toAbsolutePath().getParent();
    private static final Pattern BLOCK =
            Pattern.compile("<!-- snippet: (\\S+)#(\\S+) -->\\n```\\w*\\n(.*?)\\n```", Pattern.DOTALL);

    static Stream<Path> documents() throws IOException {
        try (Stream<Path> docs = Files.list(ROOT.resolve("docs"))) {
            List<Path> all = new ArrayList<>(docs.filter(path -> path.toString().endsWith(".md"))
                    .sorted()
                    .toList());
            all.add(0, ROOT.resolve("README.md"));
            return all.stream();
        }
    }

    @ParameterizedTest
    @MethodSource("documents")
    void codeInDocumentsIsCodeThatRuns(Path document) throws IOException {
        String text = Files.readString(document);
        Matcher block = BLOCK.matcher(text);
        while (block.find()) {
            String where = document.getFileName() + ", " + block.group(1) + "#" + block.group(2);
            Map<String, String> regions = regions(ROOT.resolve(block.group(1)));

            assertThat(regions).as(where).containsKey(block.group(2));
            assertThat(block.group(3)).as(where).isEqualTo(regions.get(block.group(2)));
        }
        assertThat(text.split("```java", -1).length - 1)
                .as("Java blocks without a snippet line in " + document.getFileName())
                .isEqualTo((int) BLOCK.matcher(text)
                        .results()
                        .filter(found -> found.group().contains("```java"))
                        .count());
    }

    private static Map<String, String> regions(Path file) throws IOException {
        Map<String, String> regions = new LinkedHashMap<>();
        List<String> lines = new ArrayList<>();
        String name = null;
        for (String line : Files.readAllLines(file)) {
            String trimmed = line.strip().replaceFirst("^(//|#)\\s*", "");
            boolean isComment = line.strip().startsWith("//") || line.strip().startsWith("#");
            if (isComment && trimmed.startsWith("region ")) {
                name = trimmed.substring("region ".length());
                lines.clear();
            } else if (isComment && trimmed.equals("endregion") && name != null) {
                regions.put(name, unindented(lines));
                name = null;
            } else if (name != null) {
                lines.add(line);
            }
        }
        return regions;
    }

    private static String unindented(List<String> lines) {
        int indent = lines.stream()
                .filter(line -> !line.isBlank())
                .mapToInt(line -> line.length() - line.stripLeading().length())
                .min()
                .orElse(0);
        return String.join(
                "\n",
                lines.stream()
                        .map(line -> line.isBlank() ? "" : line.substring(indent))
                        .toList());
    }
}
