// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.backfill;

import static org.assertj.core.api.Assertions.assertThat;

import dev.joust.feature.Feature;
import dev.joust.feature.InputType;
import dev.joust.internal.arrow.Allocators;
import dev.joust.schema.TableSchema;
import dev.joust.schema.Types;
import java.nio.file.Path;
import java.util.AbstractList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BackfillMemoryTest {
    private static final int ROWS = 256;
    private static final int BLOB_BYTES = 256 << 10;
    private static final long QUEUE_BYTES = 4L << 20;

    @TempDir
    Path folder;

    @Test
    void inputsInMemoryAreBoundedWhateverTheSizeOfAFragment() {
        TableSchema schema = TableSchema.builder()
                .required("id", Types.INT64)
                .column("blob", Types.LARGE_BINARY)
                .build();
        AtomicLong peak = new AtomicLong();
        Feature checksum = Feature.of("checksum", Types.INT64)
                .version(1)
                .from("blob", InputType.BYTES)
                .map(bytes -> {
                    peak.accumulateAndGet(Allocators.allocatedBytes(), Math::max);
                    return checksum(bytes);
                });
        try (FeatureLake lake = FeatureLake.create(folder, schema)) {
            lake.append(blobs()).add(checksum);

            lake.backfill("checksum").batchRows(4).queueBytes(QUEUE_BYTES).run();

            assertThat(lake.cells("checksum").fresh()).isEqualTo(ROWS);
            for (int row = 0; row < ROWS; row += 50) {
                assertThat(lake.values("checksum").get(row)).isEqualTo(checksum(blob(row)));
            }
            assertThat(peak.get()).isLessThan(3 * QUEUE_BYTES);
        }
    }

    private static List<Map<String, Object>> blobs() {
        return new AbstractList<>() {
            @Override
            public Map<String, Object> get(int row) {
                return Map.of("id", (long) row, "blob", blob(row));
            }

            @Override
            public int size() {
                return ROWS;
            }
        };
    }

    private static byte[] blob(int row) {
        byte[] bytes = new byte[BLOB_BYTES];
        new Random(row).nextBytes(bytes);
        return bytes;
    }

    private static long checksum(byte[] bytes) {
        java.util.zip.CRC32 crc = new java.util.zip.CRC32();
        crc.update(bytes);
        return crc.getValue();
    }
}
