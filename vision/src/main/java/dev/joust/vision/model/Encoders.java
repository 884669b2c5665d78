// SPDX-License-Identifier: Apache-2.0
package dev.joust.vision.model;

import dev.joust.Table;
import dev.joust.encoder.EncodedQuery;
import dev.joust.encoder.EncoderIdentity;
import dev.joust.error.InvalidRequestException;
import dev.joust.feature.FeatureIdentity;
import dev.joust.schema.Column;
import dev.joust.schema.ColumnType;
import dev.joust.schema.Names;
import dev.joust.vision.internal.onnx.ModelFolder;
import dev.joust.vision.internal.onnx.TextTokenizer;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.Predicate;

/**
 * Makes queries with the very models that filled a table's columns, from where the table says that they lie.
 *
 * <p>Each call loads the model, and frees it; {@link ClipModel} and {@link ImageEncoder} stay open. Immutable. Threads:
 * as the table.
 */
public final class Encoders {
    private static final String TEXT = "text";
    private static final String IMAGE = "image";

    private final Table table;
    private final Optional<String> place;

    private Encoders(Table table, Optional<String> place) {
        this.table = table;
        this.place = place;
    }

    /** The models of a table or view. */
    public static Encoders of(Table table) {
        return new Encoders(table, Optional.empty());
    }

    /** Takes the model from another place than the table says, such as on another machine. */
    public Encoders from(String folder) {
        return new Encoders(table, Optional.of(folder));
    }

    /**
     * The only column that can be searched by text.
     *
     * @throws InvalidRequestException if there is none, or more than one
     */
    public String textColumn() {
        return only("text", TEXT);
    }

    /** The only column that can be searched by image; see {@link #textColumn}. */
    public String imageColumn() {
        return only("image", IMAGE);
    }

    private String only(String what, String part) {
        List<String> columns = columns(encoder -> encoder.models().containsKey(part));
        if (columns.size() != 1) {
            throw new InvalidRequestException("Cannot search table '" + table.name() + "' by " + what + ": "
                    + (columns.isEmpty()
                            ? none(part)
                            : Names.quoted(columns) + " can be; choose one of these columns"));
        }
        return columns.get(0);
    }

    private List<String> columns(Predicate<EncoderIdentity> condition) {
        return table.schema().columns().stream()
                .filter(column -> column.type() instanceof ColumnType.Vector)
                .map(Column::name)
                .filter(column -> table.encoder(column).filter(condition).isPresent())
                .toList();
    }

    private String none(String part) {
        List<String> ofImages = columns(encoder -> encoder.name().equals(TowerKind.CLIP.encoder()));
        if (part.equals(TEXT) && !ofImages.isEmpty()) {
            return "the model of column '" + ofImages.get(0) + "' has no text encoder, which would be '"
                    + TextFiles.MODEL + "' with '" + TextTokenizer.FILE
                    + "' in its folder; point the feature at a folder that has both, or search by image";
        }
        return "it has no column whose model takes " + (part.equals(TEXT) ? "text" : "images")
                + "; add a feature such as '" + ClipImageEmbedding.COLUMN + "' and backfill it";
    }

    /**
     * Encodes a text for a column.
     *
     * @throws InvalidRequestException if the text is empty, no model with a text encoder filled the column, or the
     *     model is not where the table says
     */
    public EncodedQuery text(String column, String words) {
        EncoderIdentity encoder = table.requireEncoder(column);
        if (!encoder.name().equals(TowerKind.CLIP.encoder())
                || !encoder.models().containsKey(TEXT)) {
            throw new InvalidRequestException(cannot(column) + "by text: its model " + encoder
                    + " has no text encoder; search by image, or in a column of a CLIP model that has one");
        }
        String place = place(column);
        requireSame(column, encoder, TextFiles.in(ModelFolder.at(place)).hashes());
        try (ClipTextEncoder text = ClipTextEncoder.open(place)) {
            return text.text(words);
        }
    }

    /**
     * Encodes an image for a column.
     *
     * @param image the bytes of a file
     * @throws InvalidRequestException if no model filled the column, or the model is not where the table says
     * @throws dev.joust.vision.ImageException if the image cannot be decoded
     */
    public EncodedQuery image(String column, byte[] image) {
        EncoderIdentity encoder = table.requireEncoder(column);
        TowerKind kind = encoder.name().equals(TowerKind.BACKBONE.encoder()) ? TowerKind.BACKBONE : TowerKind.CLIP;
        String place = place(column);
        requireSame(column, encoder, TowerFiles.in(ModelFolder.at(place), kind).hashes());
        try (ImageEncoder images =
                kind.equals(TowerKind.BACKBONE) ? ImageEncoder.resnet18(place) : ImageEncoder.clip(place)) {
            return images.image(image);
        }
    }

    /** Another model is refused before anything of it is loaded. */
    private void requireSame(String column, EncoderIdentity encoder, SortedMap<String, String> hashes) {
        EncoderIdentity part = new EncoderIdentity(encoder.name(), encoder.dimension(), hashes);
        if (!encoder.includes(part)) {
            throw new InvalidRequestException(cannot(column) + "by what it means: its vectors are of encoder " + encoder
                    + ", the model at '" + place(column) + "' is " + part
                    + "; name the folder of the model that the column names");
        }
    }

    private String place(String column) {
        return place.or(() -> table.filledBy(column)
                        .map(FeatureIdentity::places)
                        .map(places -> places.get(EmbeddingUdf.MODEL)))
                .orElseThrow(() -> new InvalidRequestException(
                        cannot(column) + "by what it means: nothing says where its model is; name its folder"));
    }

    private String cannot(String column) {
        return "Cannot search column '" + column + "' of table '" + table.name() + "' ";
    }
}
