// SPDX-License-Identifier: Apache-2.0
package dev.joust.driving.report;

import static java.util.Objects.requireNonNull;

import dev.joust.Table;
import dev.joust.error.InvalidRequestException;
import dev.joust.query.Row;
import dev.joust.vision.ImageException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The rows that a search found as a page for people: a contact sheet with boxes, scores and the query.
 *
 * <pre>{@code
 * List<Row> hits = frames.search(query).withRowId().rows();
 * ResultPage.of(frames, "a person far away").toHtml(hits, Path.of("hits.html"));
 * }</pre>
 *
 * <p>Immutable. Threads: as the table.
 */
public final class ResultPage {
    private static final int READ_AT_ONCE = 64;
    private static final String IMAGE = "image_bytes";
    private static final String NAME = "image_id";
    private static final String ROW_ID = "_rowid";
    private static final List<String> SCORES = List.of("_relevance_score", "_distance", "_score");
    private static final List<String> WORDS = List.of("scene_description", "timeofday");
    private static final Set<String> MARKED = Set.of("person", "rider", "bicycle", "motorcycle");

    private final Table table;
    private final String query;

    private ResultPage(Table table, String query) {
        this.table = requireNonNull(table, "table");
        this.query = requireNonNull(query, "query");
    }

    /**
     * A page about a table with the column {@code image_bytes}. Where the table has them, it shows {@code image_id},
     * {@code scene_description} or {@code timeofday}, and the boxes of people and of what has two wheels in
     * {@code ann_categories} and {@code ann_bboxes}.
     *
     * @param query what was looked for, in words
     * @throws InvalidRequestException if the table has no images
     */
    public static ResultPage of(Table table, String query) {
        if (!table.schema().names().contains(IMAGE)) {
            throw new InvalidRequestException("Cannot show rows of table '" + table.name()
                    + "' as pictures: it has no column '" + IMAGE + "'; print them as a table instead");
        }
        return new ResultPage(table, query);
    }

    /**
     * Writes the page to a file, which is replaced.
     *
     * @param hits best first, each with {@code _rowid}
     * @throws dev.joust.error.StorageException if the file cannot be written
     */
    public void toHtml(List<Row> hits, Path file) {
        report(hits).write(file);
    }

    /**
     * Makes the page.
     *
     * @param hits best first, each with {@code _rowid}; a row whose image is missing or broken is counted, not shown
     */
    public Report report(List<Row> hits) {
        List<Picture> pictures = pictures(hits);
        int left = hits.size() - pictures.size();
        String note = rows(hits.size()) + ", best first"
                + (left == 0 ? "" : "; " + left + " without a picture, because the image is missing or broken");
        Block found = new Block.Gallery("Found", note, query, pictures);
        return new Report(
                "Found in " + table.name(),
                query,
                List.of(new Report.Section("found", "Frames", note, List.of(found))));
    }

    /** The pictures of the rows that have one, in their order. */
    public List<Picture> pictures(List<Row> hits) {
        Thumbnails thumbnails = new Thumbnails();
        List<Picture> pictures = new ArrayList<>();
        for (int from = 0; from < hits.size(); from += READ_AT_ONCE) {
            List<Row> some = hits.subList(from, Math.min(hits.size(), from + READ_AT_ONCE));
            Map<Long, Row> images = images(some);
            for (Row hit : some) {
                Optional.ofNullable(images.get(hit.longValue(ROW_ID)))
                        .flatMap(image -> picture(thumbnails, hit, image))
                        .ifPresent(pictures::add);
            }
        }
        return pictures;
    }

    private static String rows(int count) {
        return count == 1 ? "1 frame" : count + " frames";
    }

    private Map<Long, Row> images(List<Row> hits) {
        List<String> columns = new ArrayList<>(List.of(IMAGE));
        List<String> names = table.schema().names();
        List.of(NAME, WORDS.get(0), WORDS.get(1), "ann_categories", "ann_bboxes").stream()
                .filter(names::contains)
                .forEach(columns::add);
        Map<Long, Row> images = new HashMap<>();
        if (!hits.isEmpty()) {
            table.query()
                    .rowIds(hits.stream().map(hit -> hit.longValue(ROW_ID)).toList())
                    .select(columns.toArray(String[]::new))
                    .withRowId()
                    .rows()
                    .forEach(row -> images.put(row.longValue(ROW_ID), row));
        }
        return images;
    }

    private static Optional<Picture> picture(Thumbnails thumbnails, Row hit, Row image) {
        if (!(value(image, IMAGE) instanceof byte[] bytes)) {
            return Optional.empty();
        }
        List<MarkedBox> boxes = MarkedBox.of(image, MARKED);
        Object name = value(image, NAME);
        String title = name == null ? "row " + hit.longValue(ROW_ID) : name.toString();
        try {
            return Optional.of(thumbnails.picture(title, caption(hit, image), bytes, boxes));
        } catch (ImageException e) {
            // The row was found all the same; the page counts it.
            return Optional.empty();
        }
    }

    private static String caption(Row hit, Row image) {
        List<String> parts = new ArrayList<>();
        for (String score : SCORES) {
            if (value(hit, score) instanceof Number number) {
                parts.add(String.format(
                        Locale.ROOT, "%s %.3f", score.substring(1).replace('_', ' '), number.doubleValue()));
            }
        }
        WORDS.stream()
                .filter(word -> value(image, word) != null)
                .findFirst()
                .ifPresent(word -> parts.add(String.valueOf(value(image, word))));
        return String.join(", ", parts);
    }

    private static @Nullable Object value(Row row, String column) {
        return row.has(column) ? row.value(column) : null;
    }
}
