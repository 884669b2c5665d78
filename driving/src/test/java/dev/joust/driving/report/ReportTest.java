// SPDX-License-Identifier: Apache-2.0
package dev.joust.driving.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.joust.error.StorageException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportTest {
    private static final String HOSTILE = "<script>alert(\"1\")</script> & 'more'";
    private static final String ESCAPED = "&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt; &amp; &#39;more&#39;";

    @Test
    void escapesEveryText() {
        Block.Grid grid = new Block.Grid(List.of(HOSTILE, "n"), List.of(List.of(HOSTILE, "1")));
        Report report = page(
                new Block.Figures(List.of(new Block.Figure(HOSTILE, HOSTILE))),
                grid,
                new Block.Question(HOSTILE, HOSTILE, grid),
                new Block.Question(HOSTILE, HOSTILE, new Block.Grid(List.of(HOSTILE), List.of(List.of(HOSTILE)))),
                new Block.Gallery(
                        HOSTILE,
                        HOSTILE,
                        HOSTILE,
                        List.of(new Picture(HOSTILE, HOSTILE, "data:image/png,\"" + HOSTILE))),
                new Block.Bars(List.of(new Block.Bar(HOSTILE, 1, HOSTILE))),
                new Block.Code(List.of(HOSTILE)));

        String html = report.html();

        assertThat(html)
                .doesNotContain("<script")
                .doesNotContain("\"1\"")
                .contains("<h1>" + ESCAPED + "</h1>")
                .contains("src=\"data:image/png,&quot;" + ESCAPED + "\"");
    }

    @Test
    void asksNoOtherPlaceForAnything() {
        String html = page(new Block.Code(List.of("./joust demo"))).html();

        assertThat(html)
                .doesNotContain("http:")
                .doesNotContain("https:")
                .doesNotContain("@import")
                .doesNotContain("url(")
                .contains("prefers-color-scheme: dark")
                .contains("<section id=\"one\">")
                .contains("<a href=\"#one\">");
    }

    @Test
    void putsNumbersToTheRight() {
        String html = page(new Block.Grid(List.of("name", "rows"), List.of(List.of("a", "1,234"), List.of("b", "+5"))))
                .html();

        assertThat(html)
                .contains("<th class=\"text\">name</th>")
                .contains("<td class=\"number\">1,234</td>")
                .contains("<td class=\"number\">+5</td>");
    }

    @Test
    void refusesIdsThatLinksCannotName() {
        assertThatThrownBy(() -> new Report.Section("New footage", "t", "l", List.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("id must be lower-case words with hyphens but was 'New footage'");
    }

    @Test
    void saysWhereItCannotBeWritten(@TempDir Path folder) {
        Path file = folder.resolve("missing").resolve("report.html");

        assertThatThrownBy(() -> page().write(file))
                .isInstanceOf(StorageException.class)
                .hasMessage("Cannot write the report '" + file + "': there is no folder '" + file.getParent()
                        + "'; choose a folder that can be written and has room");
    }

    private static Report page(Block... blocks) {
        return new Report(HOSTILE, HOSTILE, List.of(new Report.Section("one", HOSTILE, HOSTILE, List.of(blocks))));
    }
}
