// SPDX-License-Identifier: Apache-2.0
package dev.joust.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What a machine has for functions.
 *
 * @param gpus the indexes of its GPUs, as CUDA counts them in this process
 * @param memoryBytes how much memory all instances of functions may take together
 */
public record Devices(List<Integer> gpus, long memoryBytes) {
    /** The environment variable that names the GPUs to use: indexes separated by commas; empty for none. */
    public static final String GPUS = "JOUST_GPUS";

    private static final String CUDA = "CUDA_VISIBLE_DEVICES";
    private static final String NOTHING_VISIBLE = "-1";

    /** Copies. */
    public Devices {
        gpus = List.copyOf(gpus);
        if (memoryBytes < 1) {
            throw new IllegalArgumentException("memoryBytes must be positive but was " + memoryBytes);
        }
    }

    /** Those of this machine. The memory is the most that the heap may take. */
    public static Devices here() {
        return new Devices(
                find(System.getenv(), Path.of("/dev")), Runtime.getRuntime().maxMemory());
    }

    /**
     * Finds the GPUs: those that {@value #GPUS} names, else as many as {@code CUDA_VISIBLE_DEVICES} lets be seen, else
     * those that the operating system has.
     *
     * @param devices the folder of devices, with a file {@code nvidia0} for the first GPU
     * @throws IllegalArgumentException if {@value #GPUS} holds something else than indexes
     */
    static List<Integer> find(Map<String, String> environment, Path devices) {
        String named = environment.get(GPUS);
        if (named != null) {
            return parts(named).stream().map(Devices::index).toList();
        }
        String visible = environment.get(CUDA);
        if (visible != null) {
            // CUDA counts what it lets be seen anew from 0, and sees nothing after an index that it does not know.
            long count = parts(visible).stream()
                    .takeWhile(part -> !part.equals(NOTHING_VISIBLE))
                    .count();
            return IntStream.range(0, Math.toIntExact(count)).boxed().toList();
        }
        try (Stream<Path> files = Files.list(devices)) {
            long count = files.filter(file -> file.getFileName().toString().matches("nvidia[0-9]+"))
                    .count();
            return IntStream.range(0, Math.toIntExact(count)).boxed().toList();
        } catch (IOException e) {
            return List.of();
        }
    }

    private static List<String> parts(String list) {
        return Stream.of(list.split(",", -1))
                .map(String::strip)
                .filter(part -> !part.isEmpty())
                .toList();
    }

    private static int index(String text) {
        if (!text.matches("[0-9]{1,4}")) {
            throw new IllegalArgumentException(
                    GPUS + " must be indexes of GPUs separated by commas but has '" + text + "'");
        }
        return Integer.parseInt(text);
    }
}
