// SPDX-License-Identifier: Apache-2.0
package dev.joust.driving.report;

import dev.joust.error.InternalException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** Renders a {@link Report}: a header, links to the sections, and each block in its own way. */
final class ReportPage {
    private static final String STYLE = "report.css";
    private static final Pattern NUMBER = Pattern.compile("[+\u2212-]?[0-9][0-9,]*(\\.[0-9]+)?( ?[%a-zA-Z]{1,2})?");

    private final Html html = new Html();

    String render(Report report) {
        html.open("html", "lang", "en").open("head");
        html.empty("meta", "charset", "utf-8");
        html.empty("meta", "name", "viewport", "content", "width=device-width, initial-scale=1");
        html.empty("meta", "name", "color-scheme", "content", "light dark");
        html.element("title", report.title()).style(style()).close();
        html.open("body").open("header");
        html.element("p", "Joust", "class", "brand");
        html.element("h1", report.title()).element("p", report.subtitle(), "class", "lead");
        html.open("nav");
        report.sections().forEach(section -> html.element("a", section.title(), "href", "#" + section.id()));
        html.close().close().open("main");
        report.sections().forEach(this::section);
        return html.close().close().close().toString();
    }

    private static String style() {
        try (InputStream in = ReportPage.class.getResourceAsStream(STYLE)) {
            if (in == null) {
                throw new InternalException(
                        "Cannot write a report: the resource '" + STYLE + "' is missing; repair the installation");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new InternalException("Cannot write a report: " + e.getMessage(), e);
        }
    }

    private void section(Report.Section section) {
        html.open("section", "id", section.id());
        html.element("h2", section.title()).element("p", section.lead(), "class", "lead");
        section.blocks().forEach(this::block);
        html.close();
    }

    private void block(Block block) {
        if (block instanceof Block.Figures figures) {
            figures(figures);
        } else if (block instanceof Block.Grid grid) {
            grid(grid);
        } else if (block instanceof Block.Question question) {
            question(question);
        } else if (block instanceof Block.Gallery gallery) {
            gallery(gallery);
        } else if (block instanceof Block.Bars bars) {
            bars(bars);
        } else if (block instanceof Block.Code code) {
            code(code);
        } else {
            throw new AssertionError(block);
        }
    }

    private void figures(Block.Figures figures) {
        html.open("dl", "class", "figures");
        for (Block.Figure figure : figures.figures()) {
            html.open("div")
                    .element("dt", figure.label())
                    .element("dd", figure.value())
                    .close();
        }
        html.close();
    }

    private void grid(Block.Grid grid) {
        html.open("div", "class", "scroll").open("table").open("thead").open("tr");
        for (int column = 0; column < grid.columns().size(); column++) {
            html.open("th", "class", kind(grid, column))
                    .text(grid.columns().get(column))
                    .close();
        }
        html.close().close().open("tbody");
        for (List<String> row : grid.rows()) {
            html.open("tr");
            for (int column = 0; column < row.size(); column++) {
                html.open("td", "class", kind(grid, column))
                        .text(row.get(column))
                        .close();
            }
            html.close();
        }
        html.close().close().close();
    }

    private static String kind(Block.Grid grid, int column) {
        boolean isNumber = !grid.rows().isEmpty()
                && grid.rows().stream()
                        .allMatch(row -> NUMBER.matcher(row.get(column)).matches());
        return isNumber ? "number" : "text";
    }

    private void question(Block.Question question) {
        html.open("article", "class", "question").open("div");
        html.element("h3", question.text())
                .open("pre")
                .element("code", question.code())
                .close()
                .close();
        html.open("div", "class", "answer");
        Block.Grid answer = question.answer();
        if (answer.columns().size() == 1 && answer.rows().size() == 1) {
            html.element("p", answer.rows().get(0).get(0), "class", "value");
            html.element("p", answer.columns().get(0), "class", "unit");
        } else {
            grid(answer);
        }
        html.close().close();
    }

    private void gallery(Block.Gallery gallery) {
        html.open("article", "class", "gallery").open("div", "class", "caption");
        html.element("h3", gallery.title()).element("span", gallery.note(), "class", "note");
        html.element("code", gallery.code()).close().open("div", "class", "sheet");
        for (Picture picture : gallery.pictures()) {
            html.open("figure");
            html.empty("img", "src", picture.dataUri(), "alt", picture.title() + ", " + picture.caption());
            html.open("figcaption").element("b", picture.title()).element("span", picture.caption());
            html.close().close();
        }
        html.close().close();
    }

    private void bars(Block.Bars bars) {
        double longest =
                bars.bars().stream().mapToDouble(Block.Bar::value).max().orElse(0);
        html.open("div", "class", "bars");
        for (Block.Bar bar : bars.bars()) {
            double percent = longest == 0 ? 0 : 100 * bar.value() / longest;
            html.element("span", bar.label(), "class", "name").open("span", "class", "track");
            html.open("i", "style", String.format(Locale.ROOT, "width:%.1f%%", percent))
                    .close()
                    .close();
            html.element("span", bar.text(), "class", "number");
        }
        html.close();
    }

    private void code(Block.Code code) {
        html.open("pre", "class", "copy");
        for (String line : code.lines()) {
            html.open(line.startsWith("#") ? "em" : "code").text(line).close();
        }
        html.close();
    }
}
