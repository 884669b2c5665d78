// SPDX-License-Identifier: Apache-2.0
package dev.joust.driving.report;

import dev.joust.Table;
import dev.joust.driving.ContactSheet;
import dev.joust.error.InvalidRequestException;
import dev.joust.filter.Filter;
import dev.joust.query.Row;
import dev.joust.vision.ImageException;
import dev.joust.vision.NearDuplicates;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A page of near-duplicates as pictures: the kept frame to the left, its duplicate to the right.
 *
 * <p>Threads: belongs to one thread.
 */
public final class DuplicatePage {
    /** Pairs on a page, where nothing else is said: {@value}. */
    public static final int DEFAULT_PAIRS = 60;

    private static final int TILE_WIDTH = 240;
    private static final int TILE_HEIGHT = 135;
    private static final double QUALITY = 0.75;
    private static final String IMAGE = "image_bytes";

    private final Table table;
    private final String name;
    private final String hash;

    private DuplicatePage(Table table, String name, String hash) {
        this.table = table;
        this.name = name;
        this.hash = hash;
    }

    /**
     * A page about a table whose flags are filled by the time that the page is made.
     *
     * @param name the column that names a frame
     * @param hash the column with the hashes
     * @throws InvalidRequestException if the table has no images
     */
    public static DuplicatePage of(Table table, String name, String hash) {
        if (!table.schema().names().contains(IMAGE)) {
            throw new InvalidRequestException("Cannot show duplicates of table '" + table.name()
                    + "' as pictures: it has no column '" + IMAGE + "'; leave the page out");
        }
        return new DuplicatePage(table, name, hash);
    }

    /**
     * Makes the page.
     *
     * @param bits in how many bits the hashes of duplicates differ at most, for the words
     * @param pairs at most so many, spread evenly over all duplicates
     */
    public Report report(NearDuplicates.Counts counts, int bits, int pairs) {
        List<Row> chosen = chosen(pairs);
        List<Picture> pictures = pictures(chosen);
        String lead = String.format(
                Locale.ROOT,
                "Hashes of 64 bits that differ in at most %d. Left the frame that is kept, right its duplicate; %,d of"
                        + " %,d duplicates are shown.",
                bits,
                pictures.size(),
                counts.duplicates());
        List<Block> blocks = new ArrayList<>();
        blocks.add(new Block.Figures(List.of(
                figure(counts.rows(), "frames"),
                figure(counts.duplicates(), "duplicates"),
                figure(counts.groups(), "groups"),
                figure(counts.unknown(), "without a hash"))));
        if (!pictures.isEmpty()) {
            blocks.add(new Block.Gallery("Duplicates", "kept | duplicate", "is_duplicate", pictures));
        }
        return new Report(
                "Near-duplicates in " + table.name(),
                "Frames that show again what an earlier frame shows.",
                List.of(new Report.Section("duplicates", "Pairs", lead, blocks)));
    }

    private static Block.Figure figure(long value, String label) {
        return new Block.Figure(String.format(Locale.ROOT, "%,d", value), label);
    }

    /** Some duplicates, spread over all, with what their pictures need. */
    private List<Row> chosen(int pairs) {
        List<Long> all = new ArrayList<>();
        table.query()
                .where("is_duplicate")
                .select("duplicate_group_size")
                .withRowId()
                .rows()
                .forEach(row -> all.add(row.longValue("_rowid")));
        int shown = Math.min(pairs, all.size());
        List<Long> ids = new ArrayList<>();
        for (int i = 0; i < shown; i++) {
            ids.add(all.get((int) ((long) i * all.size() / shown)));
        }
        return ids.isEmpty()
                ? List.of()
                : table.query()
                        .rowIds(ids)
                        .select(name, hash, IMAGE, "duplicate_of", "duplicate_group_size")
                        .rows();
    }

    private List<Picture> pictures(List<Row> duplicates) {
        Map<Object, Row> kept = new LinkedHashMap<>();
        List<Picture> pictures = new ArrayList<>();
        for (Row duplicate : duplicates) {
            Object of = duplicate.value("duplicate_of");
            if (of != null) {
                Row original = kept.computeIfAbsent(of, this::kept);
                picture(original, duplicate).ifPresent(pictures::add);
            }
        }
        return pictures;
    }

    private Row kept(Object of) {
        return table.query()
                .where(Filter.col(name).eq(of).and(Filter.col("is_duplicate").isFalse()))
                .select(name, hash, IMAGE)
                .rows()
                .get(0);
    }

    private Optional<Picture> picture(Row original, Row duplicate) {
        if (!(original.value(IMAGE) instanceof byte[] left) || !(duplicate.value(IMAGE) instanceof byte[] right)) {
            return Optional.empty();
        }
        int differing = Long.bitCount(original.longValue(hash) ^ duplicate.longValue(hash));
        String caption = (differing == 1 ? "1 bit" : differing + " bits") + " from " + original.value(name)
                + ", group of " + duplicate.value("duplicate_group_size");
        try {
            byte[] sheet = ContactSheet.of(2, TILE_WIDTH, TILE_HEIGHT)
                    .add(left, "", List.of())
                    .add(right, "", List.of())
                    .jpeg(QUALITY);
            return Optional.of(new Picture(
                    String.valueOf(duplicate.value(name)),
                    caption,
                    "data:image/jpeg;base64," + Base64.getEncoder().encodeToString(sheet)));
        } catch (ImageException e) {
            // The rows stay flagged; only their picture is left out of the page.
            return Optional.empty();
        }
    }
}
