// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.query;

import static org.assertj.core.api.Assertions.assertThat;

import dev.joust.index.DistanceMetric;
import dev.joust.index.Index;
import dev.joust.index.VectorIndex;
import dev.joust.query.VectorSearch;
import dev.joust.schema.TableSchema;
import dev.joust.schema.Types;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** By DOT, the nearest rows are found whatever index there is. */
class DotIndexTest {
    private static final int NUMBERS = 16;

    @TempDir
    Path lake;

    private final Random random = new Random(5);
    private TestTable table;

    @BeforeEach
    void open() {
        table = new TestTable(
                lake,
                "t",
                TableSchema.builder()
                        .required("id", Types.INT64)
                        .column("vec", Types.vector(NUMBERS))
                        .build());
        List<Map<String, Object>> rows = new ArrayList<>();
        for (long id = 0; id < 2000; id++) {
            rows.add(Map.of("id", id, "vec", vector()));
        }
        table.append(rows);
    }

    @AfterEach
    void close() {
        table.close();
    }

    private float[] vector() {
        float[] vector = new float[NUMBERS];
        for (int i = 0; i < NUMBERS; i++) {
            vector[i] = (float) random.nextGaussian();
        }
        return vector;
    }

    private static List<VectorIndex> indexes() {
        return List.of(
                Index.ivfFlat("vec"),
                Index.ivfSq("vec"),
                Index.ivfPq("vec").subVectors(8),
                Index.ivfRq("vec"),
                Index.ivfHnswSq("vec"),
                Index.ivfHnswPq("vec").subVectors(8));
    }

    private static List<Long> ids(VectorSearch search) {
        return search.select("id").rows().stream()
                .map(row -> row.longValue("id"))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("indexes")
    void findsTheNearestWithAnyIndex(VectorIndex index) {
        table.indexes.create(index.metric(DistanceMetric.DOT).partitions(4));

        int found = 0;
        for (int i = 0; i < 20; i++) {
            VectorSearch search = table.nearest(vector());
            List<Long> nearest = ids(search.exact());
            found += (int) ids(search).stream().filter(nearest::contains).count();
        }

        assertThat(found / 200.0).isGreaterThanOrEqualTo(0.9);
    }

    @Test
    void anIndexThatMissesRowsByDotIsUsedOnlyIfAskedFor() {
        table.indexes.create(Index.ivfSq("vec").metric(DistanceMetric.DOT).partitions(4));
        VectorSearch search = table.nearest(vector());

        assertThat(search.explain())
                .contains("nearest in 'vec' by DOT: every vector is compared, because index 'vec_idx' (ivf_sq) misses"
                        + " many rows by DOT; ask for probes or refine to use it");
        assertThat(search.refine(10).explain())
                .contains("nearest in 'vec' by DOT: index 'vec_idx' (all parts, refine 10)");
    }
}
