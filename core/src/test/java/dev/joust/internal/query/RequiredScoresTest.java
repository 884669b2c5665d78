// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.query;

import static org.assertj.core.api.Assertions.assertThat;

import dev.joust.index.Index;
import dev.joust.query.MatchQuery;
import dev.joust.query.TextQuery;
import dev.joust.schema.TableSchema;
import dev.joust.schema.Types;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What must be found counts as much as what may be, whichever part is named first. */
class RequiredScoresTest {
    private static final MatchQuery RIDER = TextQuery.match("rider");
    private static final MatchQuery NIGHT = TextQuery.match("night");
    private static final MatchQuery RAIN = TextQuery.match("rain");

    @TempDir
    Path lake;

    private TestTable table;

    @BeforeEach
    void open() {
        table = new TestTable(
                lake,
                "t",
                TableSchema.builder()
                        .required("id", Types.INT64)
                        .column("text", Types.STRING)
                        .build());
        append(0, "rider night rain");
        append(1, "rider night night night rain");
        append(2, "rider rider rider night rain street street");
        append(3, "rider night rain rain rain rain");
        append(4, "empty street");
    }

    @AfterEach
    void close() {
        table.close();
    }

    private void append(long id, String text) {
        table.append(List.of(Map.of("id", id, "text", text)));
    }

    private Map<Long, Float> scores(TextQuery query) {
        return table.words(query).in("text").select("id").rows().stream()
                .collect(Collectors.toMap(row -> row.longValue("id"), row -> row.floatValue("_score")));
    }

    private void assertCounted() {
        Map<Long, Float> any = scores(TextQuery.match("rider night rain"));
        List<TextQuery> required = List.of(
                TextQuery.match("rider night rain").allWords(),
                TextQuery.match("rain night rider").allWords(),
                TextQuery.must(RIDER, NIGHT, RAIN),
                TextQuery.must(RAIN, TextQuery.must(NIGHT, RIDER)),
                TextQuery.must(RAIN, NIGHT).should(RIDER),
                TextQuery.must(NIGHT, TextQuery.match("rain rider").allWords()));

        assertThat(any).isNotEmpty();
        for (TextQuery query : required) {
            assertThat(scores(query).keySet()).as(query.toString()).isEqualTo(any.keySet());
            scores(query)
                    .forEach((id, score) ->
                            assertThat(score).as("%s, row %d", query, id).isCloseTo(any.get(id), within()));
        }
    }

    private static Offset<Float> within() {
        return Offset.offset(1e-4f);
    }

    @Test
    void partsThatMustBeFoundAddUpWithoutIndex() {
        assertCounted();
    }

    @Test
    void partsThatMustBeFoundAddUpInAnIndexAndInRowsThatItLacks() {
        table.indexes.create(Index.fullText("text"));
        assertCounted();
        append(5, "rain rider night night");
        assertCounted();
    }
}
