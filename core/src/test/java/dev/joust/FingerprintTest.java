// SPDX-License-Identifier: Apache-2.0
package dev.joust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.joust.error.NotFoundException;
import dev.joust.index.Index;
import dev.joust.pin.Fingerprint;
import dev.joust.schema.Column;
import dev.joust.schema.TableSchema;
import dev.joust.schema.Types;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The expected hashes were computed by docs/fingerprint.py, which knows nothing of Joust. */
class FingerprintTest {
    record Frame(long id, @Nullable String scene) {}

    private static final String THREE_FRAMES = "98612edf38813e7d404e44a7ce61a3aba83b8cb1b67260a1539d5da6d9609d09";

    private static final String NO_FRAMES = "e4070ba284aca53fd79c8f7810e306f60e3a096cd847ca12d13e768855f4f90c";
    private static final String THREE_IDS = "a4770a5bf291658bfb79e97fb35779bc6b2cdc541f237bd051740df257596daf";
    private static final String EVERY_TYPE = "8651e2157b873cbafb3356f75122f54b358b64e9f6b0519b8489aacdf7e38212";

    @TempDir
    Path folder;

    private Lake lake;

    @BeforeEach
    void open() {
        lake = Joust.open(folder);
    }

    @AfterEach
    void close() {
        lake.close();
    }

    private Table threeFrames() {
        Table frames = lake.createTable("frames", Frame.class);
        frames.append(List.of(new Frame(7, "tunnel"), new Frame(-1, ""), new Frame(3, null)));
        return frames;
    }

    @Test
    void isWhatTheSpecificationSays() {
        Table frames = threeFrames();

        assertThat(frames.fingerprint()).isEqualTo(new Fingerprint(THREE_FRAMES, 3, List.of("id", "scene")));
        assertThat(frames.fingerprint("scene", "id")).isEqualTo(frames.fingerprint());
        assertThat(frames.fingerprint("id").value()).isEqualTo(THREE_IDS);
        assertThat(frames.at(1).fingerprint())
                .isEqualTo(new Fingerprint(
                        "e4070ba284aca53fd79c8f7810e306f60e3a096cd847ca12d13e768855f4f90c", 0, List.of("id", "scene")));
        assertThatThrownBy(() -> frames.fingerprint("scen"))
                .isInstanceOf(NotFoundException.class)
                .hasMessage("Cannot fingerprint table 'frames': there is no column 'scen'; did you mean 'scene'?");
    }

    @Test
    void isWhatThePythonProgramOfTheDocumentPrints() throws Exception {
        Process python;
        try {
            python = new ProcessBuilder("python3", "../docs/fingerprint.py")
                    .redirectErrorStream(true)
                    .start();
        } catch (IOException e) {
            assumeThat(e).as("there is no Python here").isNull();
            return;
        }
        assertThat(new String(python.getInputStream().readAllBytes(), StandardCharsets.UTF_8).lines())
                .containsExactly(THREE_FRAMES, NO_FRAMES, THREE_IDS, EVERY_TYPE);
    }

    @Test
    void isWhatTheSpecificationSaysForEveryKindOfType() {
        var box = Types.struct(Column.of("label", Types.STRING), Column.of("box", Types.listOf(Types.FLOAT32)));
        Table table = lake.createTable(
                "types",
                TableSchema.builder()
                        .column("w_objects", Types.listOf(box))
                        .column("v_box", box)
                        .column("u_vector", Types.vector(2))
                        .column("t_boxes", Types.listOf(Types.listOf(Types.FLOAT32)))
                        .column("s_words", Types.listOf(Types.STRING))
                        .column("r_decimal", Types.decimal(10, 2))
                        .column("q_time", Types.TIME)
                        .column("p_date", Types.DATE)
                        .column("o_local", Types.TIMESTAMP)
                        .column("n_instant", Types.INSTANT)
                        .column("m_fixed", Types.fixedBinary(3))
                        .column("l_bytes", Types.LARGE_BINARY)
                        .column("k_binary", Types.BINARY)
                        .column("j_large", Types.LARGE_STRING)
                        .column("i_float64", Types.FLOAT64)
                        .column("h_float32", Types.FLOAT32)
                        .column("g_float16", Types.FLOAT16)
                        .column("f_uint32", Types.UINT32)
                        .column("e_uint8", Types.UINT8)
                        .column("d_int32", Types.INT32)
                        .column("c_int16", Types.INT16)
                        .column("b_int8", Types.INT8)
                        .column("a_bool", Types.BOOL)
                        .column("ä", Types.INT32)
                        .build());
        table.appendRows(List.of(full(), Map.of(), empty()));

        assertThat(table.fingerprint().value()).isEqualTo(EVERY_TYPE);
        assertThat(table.fingerprint().columns()).startsWith("a_bool").endsWith("w_objects", "ä");
    }

    private static Map<String, @Nullable Object> full() {
        byte[] bytes = new byte[1024];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) i;
        }
        Map<String, @Nullable Object> row = new HashMap<>();
        row.put("a_bool", true);
        row.put("b_int8", -8);
        row.put("c_int16", -300);
        row.put("d_int32", 70_000);
        row.put("e_uint8", 200);
        row.put("f_uint32", 4_000_000_000L);
        row.put("g_float16", 0.5f);
        row.put("h_float32", -0.0f);
        row.put("i_float64", Double.POSITIVE_INFINITY);
        row.put("j_large", "größe");
        row.put("k_binary", new byte[] {0, 1, 2});
        row.put("l_bytes", bytes);
        row.put("m_fixed", new byte[] {'a', 'b', 'c'});
        row.put("n_instant", Instant.parse("2026-01-02T03:04:05.678901Z"));
        row.put("o_local", LocalDateTime.parse("1969-12-31T23:59:59"));
        row.put("p_date", LocalDate.parse("1969-12-31"));
        row.put("q_time", LocalTime.ofNanoOfDay(3_723_000_004_000L));
        row.put("r_decimal", new BigDecimal("-1.25"));
        row.put("s_words", Arrays.asList("a", null, ""));
        row.put("t_boxes", Arrays.asList(List.of(1f, 2f), List.of(), null, Arrays.asList(null, 3f)));
        row.put("u_vector", new float[] {0.25f, -1});
        row.put("v_box", Map.of("label", "car", "box", List.of(1f)));
        row.put("w_objects", Arrays.asList(Map.of(), null, Map.of("label", "x", "box", List.of())));
        row.put("ä", 1);
        return row;
    }

    private static Map<String, @Nullable Object> empty() {
        Map<String, @Nullable Object> row = new HashMap<>();
        row.put("a_bool", false);
        row.put("h_float32", 0f);
        row.put("j_large", "");
        row.put("k_binary", new byte[0]);
        row.put("l_bytes", new byte[0]);
        row.put("s_words", List.of());
        row.put("t_boxes", List.of());
        row.put("v_box", Map.of());
        row.put("w_objects", List.of());
        return row;
    }

    @Test
    void doesNotDependOnHowTheRowsLieInFiles() {
        Table frames = lake.createTable("frames", Frame.class);
        frames.append(List.of(new Frame(7, "tunnel")));
        frames.append(List.of(new Frame(-1, "")));
        frames.append(List.of(new Frame(3, "city"), new Frame(4, "city")));
        frames.update(Map.of("scene", "NULL"), "id = 3");
        frames.delete("id = 4");
        assertThat(frames.fingerprint().value()).isEqualTo(THREE_FRAMES);

        frames.createIndex(Index.btree("id"));
        frames.addColumns(Map.of("later", "id * 2"));
        assertThat(frames.fingerprint("id", "scene").value()).isEqualTo(THREE_FRAMES);
        assertThat(frames.fingerprint().value()).isNotEqualTo(THREE_FRAMES);

        frames.dropColumns("later");
        frames.optimize(Duration.ZERO);
        assertThat(frames.fingerprint().value()).isEqualTo(THREE_FRAMES);
    }

    @Test
    void tellsNullFromEmptyAndRowsFromEachOther() {
        Table frames = threeFrames();
        frames.update(Map.of("scene", "''"), "id = 3");
        assertThat(frames.fingerprint().value()).isNotEqualTo(THREE_FRAMES);

        frames.update(Map.of("scene", "NULL"), "id = 3");
        assertThat(frames.fingerprint().value()).isEqualTo(THREE_FRAMES);

        // The same values under other row ids.
        frames.delete("id = 3");
        frames.append(List.of(new Frame(3, null)));
        assertThat(frames.fingerprint().value()).isNotEqualTo(THREE_FRAMES);
    }

    @Test
    void readsTheBytesOfBlobs() {
        Table images = lake.createTable(
                "images",
                TableSchema.of(
                        Column.of("id", Types.INT64),
                        Column.of("image", Types.LARGE_BINARY).withMetadata("lance-encoding:blob", "true")));
        images.appendRows(List.of(Map.of("id", 1, "image", new byte[] {1, 2}), Map.of("id", 2)));
        Fingerprint before = images.fingerprint();
        Table plain = lake.createTable(
                "plain", TableSchema.of(Column.of("id", Types.INT64), Column.of("image", Types.LARGE_BINARY)));
        plain.appendRows(List.of(Map.of("id", 1, "image", new byte[] {1, 2}), Map.of("id", 2)));

        assertThat(plain.fingerprint()).isEqualTo(before);
    }
}
