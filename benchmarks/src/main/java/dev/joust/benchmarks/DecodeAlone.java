// SPDX-License-Identifier: Apache-2.0
package dev.joust.benchmarks;

import dev.joust.vision.ImagePixels;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * Decodes images from memory on all cores, once for each line that it reads: what a loader with this decoder cannot
 * surpass. {@code benchmarks/feeding} takes turns with it.
 */
final class DecodeAlone {
    private static final int THREADS = Runtime.getRuntime().availableProcessors();

    private DecodeAlone() {}

    /** Answers each line with the number of images that were decoded. */
    static void run(Path folder, String size) throws Exception {
        String[] sides = size.split("x", -1);
        int width = Integer.parseInt(sides[0]);
        int height = Integer.parseInt(sides[1]);
        List<byte[]> images = new ArrayList<>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith(".jpg")).toList()) {
                images.add(Files.readAllBytes(file));
            }
        }
        BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        while (lines.readLine() != null) {
            System.out.println(decoded(images, ImagePixels.rgb(width, height)));
        }
    }

    private static long decoded(List<byte[]> images, ImagePixels decoder) throws Exception {
        AtomicInteger next = new AtomicInteger();
        Callable<Long> part = () -> {
            byte[] pixels = new byte[decoder.bytes()];
            long count = 0;
            for (int i = next.getAndIncrement(); i < images.size(); i = next.getAndIncrement()) {
                decoder.decode(images.get(i), pixels, 0);
                count++;
            }
            return count;
        };
        ExecutorService pool = Executors.newFixedThreadPool(THREADS);
        try {
            List<Callable<Long>> parts = new ArrayList<>();
            for (int thread = 0; thread < THREADS; thread++) {
                parts.add(part);
            }
            long sum = 0;
            for (Future<Long> counted : pool.invokeAll(parts)) {
                sum += counted.get();
            }
            return sum;
        } finally {
            pool.shutdown();
        }
    }
}
