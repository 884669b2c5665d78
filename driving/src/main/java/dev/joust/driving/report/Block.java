// SPDX-License-Identifier: Apache-2.0
package dev.joust.driving.report;

import static java.util.Objects.requireNonNull;

import java.util.List;

/** A part of a section of a {@link Report}. All text in it is plain text. */
public sealed interface Block {
    /**
     * A few large numbers side by side.
     *
     * @param figures from left to right
     */
    record Figures(List<Figure> figures) implements Block {
        /** Copies the list. */
        public Figures {
            figures = List.copyOf(figures);
        }
    }

    /**
     * One large number.
     *
     * @param value such as {@code 500}
     * @param label what it counts
     */
    record Figure(String value, String label) {
        /** Refuses nulls. */
        public Figure {
            requireNonNull(value, "value");
            requireNonNull(label, "label");
        }
    }

    /**
     * A table; columns in which every cell is a number stand to the right.
     *
     * @param columns the headings
     * @param rows each as long as {@code columns}
     */
    record Grid(List<String> columns, List<List<String>> rows) implements Block {
        /** Checks and copies. */
        public Grid {
            columns = List.copyOf(columns);
            rows = rows.stream().map(List::copyOf).toList();
            for (List<String> row : rows) {
                if (row.size() != columns.size()) {
                    throw new IllegalArgumentException(
                            "a row has " + row.size() + " cells for " + columns.size() + " columns: " + row);
                }
            }
        }
    }

    /**
     * A question, how it was put, and its answer beside it.
     *
     * @param text the question in words
     * @param code how it was put: Java or SQL
     * @param answer what came back; a single cell is shown large
     */
    record Question(String text, String code, Grid answer) implements Block {
        /** Refuses nulls. */
        public Question {
            requireNonNull(text, "text");
            requireNonNull(code, "code");
            requireNonNull(answer, "answer");
        }
    }

    /**
     * A contact sheet.
     *
     * @param title its heading
     * @param note a few words beside the heading
     * @param code what selected the pictures
     * @param pictures in reading order
     */
    record Gallery(String title, String note, String code, List<Picture> pictures) implements Block {
        /** Copies the list. */
        public Gallery {
            requireNonNull(title, "title");
            requireNonNull(note, "note");
            requireNonNull(code, "code");
            pictures = List.copyOf(pictures);
        }
    }

    /**
     * Bars to compare values.
     *
     * @param bars from top to bottom
     */
    record Bars(List<Bar> bars) implements Block {
        /** Copies the list. */
        public Bars {
            bars = List.copyOf(bars);
        }
    }

    /**
     * One bar.
     *
     * @param label what it measures
     * @param value its length, not negative
     * @param text the value as it is printed
     */
    record Bar(String label, double value, String text) {
        /** Refuses nulls and negative lengths. */
        public Bar {
            requireNonNull(label, "label");
            requireNonNull(text, "text");
            if (!(value >= 0)) {
                throw new IllegalArgumentException("value must not be negative but was " + value);
            }
        }
    }

    /**
     * Lines to copy into a shell or an editor.
     *
     * @param lines those that begin with {@code #} are comments
     */
    record Code(List<String> lines) implements Block {
        /** Copies the list. */
        public Code {
            lines = List.copyOf(lines);
        }
    }
}
