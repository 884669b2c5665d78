// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.change;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.joust.error.StorageException;
import dev.joust.internal.lance.LanceTable;
import dev.joust.internal.lance.Snapshot;
import dev.joust.schema.Column;
import dev.joust.schema.Types;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TornManifestTest {
    private static final int FOOTER_BYTES = 16;

    @TempDir
    Path folder;

    private TestLake lake;

    @BeforeEach
    void threeVersions() {
        lake = new TestLake(folder);
        try (LanceTable table = lake.create("t", Column.of("id", Types.INT64))) {
            lake.append(table, List.of(Map.of("id", 1)));
            lake.append(table, List.of(Map.of("id", 2)));
        }
    }

    @AfterEach
    void close() {
        lake.close();
    }

    @SuppressWarnings("ImmutableEnumChecker") // the operators hold nothing
    private enum Damage {
        EMPTY(whole -> new byte[0]),
        HALF(whole -> Arrays.copyOf(whole, whole.length / 2)),
        ZEROS(whole -> new byte[whole.length]),
        ZEROS_BEFORE_THE_END(whole -> withEndOf(whole, new byte[whole.length])),
        HALF_ZEROS_BEFORE_THE_END(whole ->
                withEndOf(whole, Arrays.copyOf(Arrays.copyOf(whole, whole.length / 2), whole.length))),
        NOISE_BEFORE_THE_END(whole -> {
            byte[] noise = new byte[whole.length];
            new Random(3).nextBytes(noise);
            return withEndOf(whole, noise);
        });

        private final UnaryOperator<byte[]> damage;

        Damage(UnaryOperator<byte[]> damage) {
            this.damage = damage;
        }

        private static byte[] withEndOf(byte[] whole, byte[] other) {
            int end = whole.length - FOOTER_BYTES;
            System.arraycopy(whole, end, other, end, FOOTER_BYTES);
            return other;
        }
    }

    private Path manifest(long version) {
        return lake.path("t").resolve("_versions").resolve(Long.toUnsignedString(-1L - version) + ".manifest");
    }

    @ParameterizedTest
    @EnumSource(Damage.class)
    void opensTheVersionBeforeATornOne(Damage kind) throws Exception {
        Path newest = manifest(3);
        Files.write(newest, kind.damage.apply(Files.readAllBytes(newest)));

        try (LanceTable table = lake.open("t")) {
            try (Snapshot now = table.latest()) {
                assertThat(now.version()).isEqualTo(2);
            }
            assertThat(TestLake.rows(table)).containsExactly(Map.of("id", 1L));
            lake.append(table, List.of(Map.of("id", 7)));
            assertThat(TestLake.rows(table)).containsExactly(Map.of("id", 1L), Map.of("id", 7L));
        }
        assertThat(newest.resolveSibling(newest.getFileName() + ".torn")).exists();
    }

    @Test
    void leavesWholeManifestsAlone() throws Exception {
        try (LanceTable table = lake.open("t")) {
            Deletes.delete(table, "id = 1", Map.of());
            Updates.update(table, Map.of("id", "id + 1"), "true", IndexKeeper.none(), Map.of());
        }

        for (int i = 0; i < 2; i++) {
            try (LanceTable table = lake.open("t")) {
                assertThat(TestLake.rows(table)).containsExactly(Map.of("id", 3L));
            }
        }

        try (Stream<Path> files = Files.list(lake.path("t").resolve("_versions"))) {
            assertThat(files.map(path -> path.getFileName().toString())).noneMatch(name -> name.endsWith(".torn"));
        }
    }

    @Test
    void saysSoIfTheOnlyManifestIsTorn() throws Exception {
        Files.delete(manifest(2));
        Files.delete(manifest(3));
        Files.write(manifest(1), new byte[0]);

        assertThatThrownBy(() -> lake.open("t"))
                .isInstanceOf(StorageException.class)
                .hasMessage(
                        "Cannot open table 't': its only manifest '" + manifest(1) + "' is incomplete, left by a crash"
                                + " while the table was made; remove the folder '" + lake.path("t")
                                + "' and create the table again");
    }
}
