// SPDX-License-Identifier: Apache-2.0
package dev.joust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.joust.encoder.EncodedQuery;
import dev.joust.encoder.EncoderIdentity;
import dev.joust.encoder.QueryEncoder;
import dev.joust.error.InvalidRequestException;
import dev.joust.feature.BatchUdf;
import dev.joust.feature.Feature;
import dev.joust.feature.FeatureInput;
import dev.joust.feature.InputBatch;
import dev.joust.feature.InputType;
import dev.joust.feature.LocatedModel;
import dev.joust.feature.OutputBatch;
import dev.joust.feature.UdfContext;
import dev.joust.query.Row;
import dev.joust.schema.Types;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Places are written {@code folder/hash}: what lies under the same hash is the same model, wherever it is. */
class EncodedSearchTest {
    @TempDir
    private Path folder;

    private Lake lake;
    private Table frames;

    /** A row. */
    public record Frame(int id, String caption) {}

    /** Makes a vector of a text's length, as far from the origin as the place is long. */
    static final class Lengths implements BatchUdf {
        private float scale;

        @Override
        public void open(UdfContext context) {
            scale = hash(String.valueOf(context.parameters().get("model"))).length();
        }

        @Override
        public void compute(InputBatch in, OutputBatch out) {
            for (int row = 0; row < in.rows(); row++) {
                out.set(row, vector(in.string(0, row), scale));
            }
        }
    }

    /** An encoder that goes with the columns of {@link Lengths}. */
    record LengthEncoder(EncoderIdentity identity) implements QueryEncoder {
        @Override
        public EncodedQuery text(String words) {
            return EncodedQuery.of(
                    words,
                    identity,
                    vector(words, String.valueOf(identity.models().get("text")).length()));
        }

        @Override
        public EncodedQuery image(byte[] image) {
            throw new InvalidRequestException("Cannot encode an image: lengths are of text; give a text");
        }
    }

    private static String hash(String place) {
        return place.substring(place.indexOf('/') + 1);
    }

    private static float[] vector(String text, float scale) {
        return new float[] {text.length() * scale, 1};
    }

    private static EncoderIdentity encoder(String hash, String... parts) {
        TreeMap<String, String> models = new TreeMap<>();
        List.of(parts).forEach(part -> models.put(part, hash));
        return new EncoderIdentity("lengths", 2, models);
    }

    private static LocatedModel locate(String place) {
        if (place.startsWith("nowhere/")) {
            throw new InvalidRequestException("Cannot open model '" + place + "': there is none; check the path");
        }
        return new LocatedModel(
                new TreeMap<>(Map.of("image", hash(place))), Optional.of(encoder(hash(place), "image", "text")));
    }

    private static Feature lengths() {
        return Feature.of("embedding", Types.vector(2))
                .version(1)
                .modelAt("model", EncodedSearchTest::locate)
                .from(List.of(new FeatureInput("caption", InputType.STRING)))
                .batch(Lengths.class, Lengths::new);
    }

    private static Feature lengths(String place) {
        return lengths().withParameters(Map.of("model", place));
    }

    @BeforeEach
    void fill() {
        lake = Joust.open(folder);
        lake.register(List.of(lengths()));
        frames = lake.createTable("frames", Frame.class);
        frames.append(List.of(new Frame(1, "a"), new Frame(2, "abcd"), new Frame(3, "abcdefghi")));
        frames.addFeatures(lengths("here/abc"));
        frames.backfill("embedding").run();
    }

    @AfterEach
    void close() {
        lake.close();
    }

    private static List<Integer> ids(List<Row> rows) {
        return rows.stream().map(row -> row.intValue("id")).toList();
    }

    private static EncodedQuery query(String text, String hash) {
        return new LengthEncoder(encoder(hash, "text")).text(text);
    }

    @Test
    void findsByAQueryOfTheModelThatFilledTheColumn() {
        assertThat(frames.encoder("embedding")).contains(encoder("abc", "image", "text"));
        assertThat(ids(frames.search("embedding", query("wxyz", "abc"))
                        .select("id")
                        .rows()))
                .containsExactly(2, 1, 3);
        assertThat(ids(frames.search(query("wxyz", "abc")).select("id").limit(1).rows()))
                .containsExactly(2);
    }

    @Test
    void findsByAnEncoderThatTheLakeKnows() {
        lake.register(new LengthEncoder(encoder("abc", "image", "text")));

        assertThat(ids(frames.searchByText("embedding", "wxyz")
                        .select("id")
                        .limit(1)
                        .rows()))
                .containsExactly(2);
        assertThatThrownBy(() -> frames.searchByImage("embedding", new byte[1]))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessage("Cannot encode an image: lengths are of text; give a text");
    }

    @Test
    void refusesAnEncoderThatTheLakeDoesNotKnow() {
        lake.register(new LengthEncoder(encoder("xyz", "image", "text")));

        assertThatThrownBy(() -> frames.searchByText("embedding", "wxyz"))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessage("Cannot search column 'embedding' of table 'frames' by what it means: its vectors are of"
                        + " encoder 'lengths' (image abc, text abc), which this lake does not know; register it first");
    }

    @Test
    void refusesAQueryOfAnotherModel() {
        assertThatThrownBy(() -> frames.search("embedding", query("wxyz", "xyz")))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessage("Cannot search column 'embedding' of table 'frames': its vectors are of encoder 'lengths'"
                        + " (image abc, text abc), the query is of 'lengths' (text xyz); encode the query with the model"
                        + " that the column names, or point the column at the query's model with 'features alter' and"
                        + " backfill it");
        assertThatThrownBy(() -> frames.search(query("wxyz", "xyz")))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessage("Cannot search table 'frames': no column holds vectors of encoder 'lengths' (text xyz); add"
                        + " a feature that fills one with this model");
    }

    @Test
    void refusesVectorsOfWhichNothingIsKnown() {
        frames.addColumns(Map.of("raw", "embedding"));

        assertThat(frames.encoder("raw")).isEmpty();
        assertThatThrownBy(() -> frames.search("raw", query("wxyz", "abc")))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessage("Cannot search column 'raw' of table 'frames': it names no encoder, the query is of encoder"
                        + " 'lengths' (text abc); search with the vector itself if it is of the same model");
        assertThatThrownBy(() -> frames.requireEncoder("raw"))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessage("Cannot search column 'raw' of table 'frames' by what it means: nothing says which model"
                        + " made its vectors; search for rows like one, or choose a column with vectors of a known"
                        + " model: 'embedding'");
    }

    @Test
    void refusesToMixVectorsOfTwoModelsUntilTheColumnIsBackfilled() {
        frames.alterFeature("embedding", lengths("here/longer"));

        assertThatThrownBy(() -> frames.search("embedding", query("wxyz", "longer")))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessage("Cannot search column 'embedding' of table 'frames': 3 rows have vectors that another"
                        + " function computed, or of which nobody knows who did; bring them up to date with: joust"
                        + " backfill frames embedding (with --recompute for values that came with their rows)");
        frames.backfill("embedding").run();
        assertThat(ids(frames.search("embedding", query("wxyz", "longer"))
                        .select("id")
                        .limit(1)
                        .rows()))
                .containsExactly(2);
    }

    @Test
    void refusesToCompareRowsWhoseVectorsAreOfTwoModels() {
        frames.alterFeature("embedding", lengths("here/longer"));
        frames.backfill("embedding").where("id < 3").run();

        assertThatThrownBy(() -> frames.searchLike("embedding", 0))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessage("Cannot search for rows like row 0 of 'frames': 1 row has a vector that another function"
                        + " computed, or of which nobody knows who did; bring them up to date with: joust backfill"
                        + " frames embedding (with --recompute for values that came with their rows)");
        frames.backfill("embedding").run();
        assertThat(ids(frames.searchLike("embedding", 0).select("id").rows())).hasSize(2);
    }

    @Test
    void refusesToCompareARowOfAViewThatIsBehindWithVectorsOfAnotherModel() {
        View view = lake.createView("long", frames.query().where("id > 1"));
        view.refresh();
        long row = rowOf(view, 2);
        frames.alterFeature("embedding", lengths("here/longer"));
        frames.backfill("embedding").run();

        assertThatThrownBy(() -> frames.searchLike("embedding", view, row))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessage("Cannot search for rows like row " + row + " of 'long': its vector is of encoder "
                        + encoder("abc", "image", "text") + ", and those of 'frames' are of "
                        + encoder("longer", "image", "text")
                        + "; refresh the view, so that both are of one model");
        view.refresh();
        assertThat(ids(frames.searchLike("embedding", lake.openView("long"), rowOf(view, 2))
                        .select("id")
                        .rows()))
                .containsExactlyInAnyOrder(1, 3);
    }

    @Test
    void leavesOutTheRowItselfThroughViewsOfViews() {
        View middle = lake.createView("middle", frames.query().where("id > 1"));
        middle.refresh();
        View top = lake.createView("top", middle.table().query().where("id > 0"));
        top.refresh();
        View beside = lake.createView("beside", frames.query().where("id < 3"));
        beside.refresh();

        long ofTop = rowOf(top, 2);
        assertThat(ids(frames.searchLike("embedding", top, ofTop).select("id").rows()))
                .containsExactlyInAnyOrder(1, 3);
        assertThat(ids(middle.table()
                        .searchLike("embedding", top, ofTop)
                        .select("id")
                        .rows()))
                .containsExactly(3);
        assertThat(ids(beside.table()
                        .searchLike("embedding", top, ofTop)
                        .select("id")
                        .rows()))
                .containsExactly(1);
        assertThat(ids(top.table()
                        .searchLike("embedding", beside, rowOf(beside, 2))
                        .select("id")
                        .rows()))
                .containsExactly(3);
        assertThat(ids(top.table()
                        .searchLike("embedding", beside, rowOf(beside, 1))
                        .select("id")
                        .rows()))
                .containsExactlyInAnyOrder(2, 3);
    }

    private static long rowOf(View view, int id) {
        return view.table()
                .query()
                .where("id = " + id)
                .withRowId()
                .rows()
                .get(0)
                .longValue("_rowid");
    }

    @Test
    void keepsCellsFreshWhereTheSameModelLiesElsewhere() {
        frames.alterFeature("embedding", lengths("there/abc"));

        assertThat(frames.feature("embedding").isComplete()).isTrue();
        assertThat(frames.feature("embedding").identity().places()).containsExactly(Map.entry("model", "there/abc"));
        assertThat(frames.filledBy("embedding"))
                .hasValueSatisfying(function -> assertThat(function.places()).containsEntry("model", "there/abc"));
    }

    @Test
    void searchesAViewByTheModelOfItsSource() {
        View view = lake.createView("long", frames.query().where("id > 1"));
        view.refresh();

        assertThat(view.table().encoder("embedding")).contains(encoder("abc", "image", "text"));
        assertThat(ids(view.table()
                        .search("embedding", query("wxyz", "abc"))
                        .select("id")
                        .rows()))
                .containsExactly(2, 3);
        assertThatThrownBy(() -> view.table().search("embedding", query("wxyz", "xyz")))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageStartingWith("Cannot search column 'embedding' of table 'long': its vectors are of encoder");
    }

    @Test
    void searchesAViewOfAViewUnderAnotherNameByTheModelOfItsSource() {
        View some = lake.createView("some", frames.query().select("id").selectAs("vec", "embedding"));
        some.refresh();
        View few = lake.createView("few", some.table().query().where("id > 1"));
        few.refresh();

        assertThat(few.table().encoder("vec")).contains(encoder("abc", "image", "text"));
        assertThat(ids(few.table().search("vec", query("wxyz", "abc")).limit(1).rows()))
                .containsExactly(2);
    }

    @Test
    void searchesAViewThatIsBehindByTheModelThatItHasSeen() {
        View view = lake.createView("long", frames.query().where("id > 1"));
        view.refresh();
        frames.alterFeature("embedding", lengths("here/longer"));
        frames.backfill("embedding").run();

        assertThat(ids(view.table()
                        .search("embedding", query("wxyz", "abc"))
                        .select("id")
                        .rows()))
                .containsExactly(2, 3);
        assertThatThrownBy(() -> view.table().search("embedding", query("wxyz", "longer")))
                .isInstanceOf(InvalidRequestException.class);
        view.refresh();
        assertThat(ids(view.table()
                        .search("embedding", query("wxyz", "longer"))
                        .select("id")
                        .rows()))
                .containsExactly(2, 3);
    }

    @Test
    void searchesOnlyTheVersionThatItsModelWasCheckedFor() {
        long before = frames.version();
        frames.alterFeature("embedding", lengths("here/longer"));
        frames.backfill("embedding").run();

        assertThatThrownBy(() ->
                        frames.search("embedding", query("wxyz", "longer")).atVersion(before))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("Cannot read table 'frames' at version " + before + ": the search is bound to version "
                        + frames.version() + " already; search table.at(" + before + ") instead");
        assertThat(ids(frames.at(before)
                        .search("embedding", query("wxyz", "abc"))
                        .select("id")
                        .limit(1)
                        .rows()))
                .containsExactly(2);
    }

    @Test
    void refusesVectorsThatCameWithTheirRows() {
        frames.appendRows(List.of(Map.of("id", 4, "caption", "abcde", "embedding", new float[] {1, 2})));

        assertThatThrownBy(() -> frames.search("embedding", query("wxyz", "abc")))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageStartingWith("Cannot search column 'embedding' of table 'frames': 1 row has a vector that"
                        + " another function computed, or of which nobody knows who did");
        frames.backfill("embedding").recompute().run();
        assertThat(frames.search("embedding", query("wxyz", "abc")).rows()).hasSize(4);
    }

    @Test
    void refusesAFeatureWithoutItsModel() {
        assertThatThrownBy(() -> lake.createTable("others", Frame.class).addFeatures(lengths()))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessage("Cannot use feature 'embedding': function 'embedding' needs its parameter 'model', which"
                        + " says where its model is; set it, on the command line with --param model=PLACE");
    }

    @Test
    void listsFeaturesWhoseModelIsGoneAndRefusesOnlyToComputeThem() {
        Table others = lake.createTable("others", Frame.class);
        others.addFeatures(lengths("here/abc"));
        others.append(List.of(new Frame(1, "a")));
        lake.register(List.of(Feature.of("embedding", Types.vector(2))
                .version(1)
                .modelAt("model", place -> locate("nowhere/" + place))
                .from(List.of(new FeatureInput("caption", InputType.STRING)))
                .batch(Lengths.class, Lengths::new)));

        assertThat(others.features().get(0).cells().missing()).isEqualTo(1);
        assertThatThrownBy(() -> others.backfill("embedding").run())
                .isInstanceOf(InvalidRequestException.class)
                .hasMessage("Cannot open model 'nowhere/here/abc': there is none; check the path");
        assertThat(others.feature("embedding").cells().missing()).isEqualTo(1);
    }
}
