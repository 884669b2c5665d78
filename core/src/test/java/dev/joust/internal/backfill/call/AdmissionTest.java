// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.backfill.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.joust.error.InvalidRequestException;
import dev.joust.feature.BatchUdf;
import dev.joust.feature.Feature;
import dev.joust.feature.FeatureDraft;
import dev.joust.feature.InputBatch;
import dev.joust.feature.InputType;
import dev.joust.feature.OutputBatch;
import dev.joust.feature.UdfContext;
import dev.joust.internal.backfill.FeatureLake;
import dev.joust.internal.backfill.Texts;
import dev.joust.run.Devices;
import dev.joust.run.LocalRunner;
import dev.joust.schema.Types;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AdmissionTest {
    private static final long GIB = 1L << 30;

    private final Set<String> opened = Collections.synchronizedSet(new TreeSet<>());

    @TempDir
    Path folder;

    private FeatureLake lake;

    @BeforeEach
    void open() {
        lake = FeatureLake.create(folder, Texts.SCHEMA);
        for (int i = 0; i < 8; i++) {
            lake.append(Texts.rows(i, "a", "bb"));
        }
    }

    @AfterEach
    void close() {
        lake.close();
    }

    private Feature noting(FeatureDraft draft) {
        return draft.version(1).from("text", InputType.STRING).batch(Noting.class, () -> new Noting(opened));
    }

    private static FeatureDraft draft() {
        return Feature.of("noted", Types.INT32);
    }

    private static final class Noting implements BatchUdf {
        private final Set<String> opened;

        Noting(Set<String> opened) {
            this.opened = opened;
        }

        @Override
        public void open(UdfContext context) {
            opened.add((context.gpu().isPresent() ? "gpu " + context.gpu().getAsInt() : "no gpu") + " of "
                    + context.workers());
        }

        @Override
        public void compute(InputBatch in, OutputBatch out) {
            for (int row = 0; row < in.rows(); row++) {
                out.set(row, 1);
            }
        }
    }

    private void run(int gpus, long memoryBytes) {
        List<Integer> indexes = List.of(4, 7).subList(0, gpus);
        lake.on(new LocalRunner(2).on(new Devices(indexes, memoryBytes)))
                .backfill("noted")
                .concurrency(3)
                .run();
    }

    @Test
    void eachInstanceHasAGpuOfItsOwn() {
        lake.add(noting(draft().gpus(1)));

        run(2, GIB);

        assertThat(opened).isSubsetOf("gpu 4 of 2", "gpu 7 of 2").isNotEmpty();
        assertThat(lake.cells("noted").fresh()).isEqualTo(16);
    }

    @Test
    void aFunctionThatNeedsAGpuIsRefusedBeforeTheFirstRow() {
        Feature feature = noting(draft().gpus(1));
        lake.add(feature);

        assertThatThrownBy(() -> run(0, GIB))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessage("Cannot compute feature 'noted': function " + feature.identity()
                        + " needs a GPU, and this machine has none; run it on one that has, name its GPUs in"
                        + " JOUST_GPUS, or let the function work without (gpuIfThere)");

        assertThat(opened).isEmpty();
    }

    @Test
    void aFunctionThatCanDoWithoutRunsOnTheProcessor() {
        lake.add(noting(draft().gpuIfThere()));

        run(0, GIB);

        assertThat(opened).containsExactly("no gpu of 3");
    }

    @Test
    void memoryBoundsTheInstances() {
        lake.add(noting(draft().memoryBytes(GIB)));

        assertThatThrownBy(() -> run(2, GIB - 1))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessage("Cannot compute feature 'noted': one instance of each function takes 1073741824 bytes, and"
                        + " this process may use 1073741823; raise the heap with -Xmx, or compute fewer features at"
                        + " once");
        run(2, 2 * GIB + 1);

        assertThat(opened).containsExactly("no gpu of 2");
    }
}
