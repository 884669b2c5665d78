// SPDX-License-Identifier: Apache-2.0
package dev.joust.benchmarks;

import dev.joust.Lake;
import dev.joust.Table;
import dev.joust.driving.synth.SyntheticDataset;
import dev.joust.schema.TableSchema;
import dev.joust.schema.Types;
import dev.joust.vision.ImageFeatures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** JPEG frames of 1280x720 pixels of the synthetic street, and tables of them. */
final class SyntheticFrames {
    private SyntheticFrames() {}

    /** Draws so many frames into a new folder and reads their files. */
    static List<byte[]> draw(Path folder, int frames) throws IOException {
        return read(SyntheticDataset.in(folder).frames(frames), folder);
    }

    /** The same by another seed. */
    static List<byte[]> draw(Path folder, int frames, long seed) throws IOException {
        return read(SyntheticDataset.in(folder).frames(frames).seed(seed), folder);
    }

    private static List<byte[]> read(SyntheticDataset drawn, Path folder) throws IOException {
        drawn.write();
        try (Stream<Path> files = Files.walk(folder)) {
            List<byte[]> read = new ArrayList<>();
            for (Path file :
                    files.filter(f -> f.toString().endsWith(".jpg")).sorted().toList()) {
                read.add(Files.readAllBytes(file));
            }
            return List.copyOf(read);
        }
    }

    /** A table with the columns {@code id} and {@code image_bytes} whose rows hold the frames in turns. */
    static Table table(Lake lake, String name, List<byte[]> frames, int rows, int fragments) {
        Table table = lake.createTable(
                name,
                TableSchema.builder()
                        .required("id", Types.INT64)
                        .column(ImageFeatures.IMAGE_COLUMN, Types.LARGE_BINARY)
                        .build());
        for (int part = 0; part < fragments; part++) {
            int from = part * rows / fragments;
            table.appendRows(IntStream.range(from, (part + 1) * rows / fragments)
                    .<Map<String, Object>>mapToObj(
                            i -> Map.of("id", (long) i, ImageFeatures.IMAGE_COLUMN, frames.get(i % frames.size())))
                    .toList());
        }
        return table;
    }
}
