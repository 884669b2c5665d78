// SPDX-License-Identifier: Apache-2.0
package dev.joust.vision;

import static java.util.Objects.requireNonNull;

import dev.joust.Table;
import dev.joust.error.InvalidRequestException;
import dev.joust.feature.Computation;
import dev.joust.feature.DuplicateFeature;
import dev.joust.feature.Feature;
import dev.joust.feature.FeatureIdentity;
import dev.joust.view.ViewDefinition;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The near-duplicates among the images of a table: what has to be added and filled, and what came out.
 *
 * <pre>{@code
 * NearDuplicates.of(frames).within(5).fill().duplicates();
 * }</pre>
 *
 * <p>Immutable; each setting returns a changed copy. Threads: as the table.
 */
public final class NearDuplicates {
    /** The column of {@link ImageFeatures#dhash()} that is compared: {@value}. */
    public static final String HASH_COLUMN = "dhash_bits";

    /** The column that names an image, where nothing else is said: {@value}. */
    public static final String NAME_COLUMN = "image_id";

    private static final String FEATURE = "is_duplicate";
    private static final List<String> FLAGS = List.of(FEATURE, "duplicate_of", "duplicate_group_size");

    private final Table table;
    private final String hash;
    private final String name;
    private final OptionalInt bits;

    private NearDuplicates(Table table, String hash, String name, OptionalInt bits) {
        this.table = requireNonNull(table, "table");
        this.hash = requireNonNull(hash, "hash");
        this.name = requireNonNull(name, "name");
        this.bits = bits;
    }

    /**
     * What is flagged.
     *
     * @param rows rows of the table
     * @param duplicates rows that are duplicates
     * @param groups kept rows that have duplicates
     * @param unknown rows of which nothing is known, because they have no hash
     */
    public record Counts(long rows, long duplicates, long groups, long unknown) {}

    /** Duplicates among the images in {@code image_bytes}, named by {@value #NAME_COLUMN}. */
    public static NearDuplicates of(Table table) {
        return new NearDuplicates(table, HASH_COLUMN, NAME_COLUMN, OptionalInt.empty());
    }

    /** Says in how many bits the hashes of duplicates differ at most; without this, as the table has it, else 5. */
    public NearDuplicates within(int most) {
        return new NearDuplicates(table, hash, name, OptionalInt.of(most));
    }

    /** Names another column that names an image. */
    public NearDuplicates named(String column) {
        return new NearDuplicates(table, hash, column, bits);
    }

    /** Names another column with hashes of 64 bits, int64, which may be a feature; then no image is looked at. */
    public NearDuplicates hashed(String column) {
        return new NearDuplicates(table, column, name, bits);
    }

    /**
     * Adds the features that the table lacks, and re-points the flags if they are meant to be others.
     *
     * @return the columns to fill, each after what it reads
     * @throws dev.joust.error.NotFoundException if the table has no images, no such hash or no such name
     * @throws InvalidRequestException if it is a view that copies flags of its source, or that has nothing to flag by
     */
    public List<String> register() {
        table.viewDefinition().ifPresent(this::requireOwn);
        List<String> filled = new ArrayList<>();
        if (hash.equals(HASH_COLUMN) && table.schema().find(hash).isEmpty()) {
            table.addFeatures(ImageFeatures.dhash());
        }
        if (table.featureColumns().contains(hash)) {
            filled.add(hash);
        }
        Optional<FeatureIdentity> known = registered();
        Feature wanted =
                table.duplicateFeature(Feature.duplicates(hash, name).within(bits.orElseGet(() -> bits(known))));
        if (known.isEmpty()) {
            table.addFeatures(wanted);
        } else if (!known.get().hash().equals(wanted.identity().hash())) {
            table.alterFeature(FEATURE, wanted);
        }
        filled.add(FEATURE);
        return filled;
    }

    /** A view can have flags of its own; what it copies is filled where it is copied from. */
    private void requireOwn(ViewDefinition view) {
        Optional<String> copied =
                view.columns().stream().filter(FLAGS::contains).findFirst();
        List<String> columns = table.schema().names();
        boolean isWithoutHash =
                hash.equals(HASH_COLUMN) && !columns.contains(hash) && !columns.contains(ImageFeatures.IMAGE_COLUMN);
        if (copied.isPresent() || isWithoutHash) {
            throw new InvalidRequestException("Cannot flag duplicates of view '" + table.name() + "': "
                    + (copied.isPresent()
                            ? "its column '" + copied.get() + "' is a copy of that of its source '" + view.source()
                                    + "'"
                            : "it has neither images nor the column '" + hash + "'")
                    + "; flag those of the source and refresh the view: joust dedup " + view.source()
                    + ", then joust view refresh " + table.name());
        }
    }

    /** In how many bits the hashes of duplicates differ at most, as the table has it. */
    public int bits() {
        return bits(registered());
    }

    private Optional<FeatureIdentity> registered() {
        return table.featureColumns().contains(FEATURE)
                ? Optional.of(table.feature(FEATURE).identity())
                : Optional.empty();
    }

    private static int bits(Optional<FeatureIdentity> known) {
        return known.flatMap(Computation::recorded)
                .filter(Computation.Duplicates.class::isInstance)
                .map(computation -> ((Computation.Duplicates) computation).bits())
                .orElse(DuplicateFeature.DEFAULT_BITS);
    }

    /** Registers what is missing and fills it; returns what came out. */
    public Counts fill() {
        table.backfill(register().toArray(String[]::new)).run();
        return counts();
    }

    /** Counts what is flagged now. */
    public Counts counts() {
        return new Counts(
                table.count(),
                table.count(FEATURE),
                table.count("NOT " + FEATURE + " AND duplicate_group_size > 1"),
                table.count(FEATURE + " IS NULL"));
    }
}
