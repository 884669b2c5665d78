// SPDX-License-Identifier: Apache-2.0
package dev.joust.benchmarks;

import dev.joust.driving.synth.SyntheticDataset;
import dev.joust.vision.DifferenceHash;
import dev.joust.vision.ImageDecoder;
import dev.joust.vision.ImageHeader;
import dev.joust.vision.LumaPlane;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * What the steps from a JPEG of 1280x720 to its hash or its pixels cost one thread.
 *
 * <p>Measured: calls of {@link ImageDecoder} and {@link DifferenceHash} on bytes in memory, a different frame each
 * time. Not measured: reading from a table, and several threads. Run it with {@code benchmarks/run.sh decode}.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class DecodeBenchmark {
    private static final int FRAMES = 20;

    private final ImageDecoder decoder = new ImageDecoder();
    private List<byte[]> frames = List.of();
    private List<LumaPlane> planes = List.of();
    private int next;

    /** Creates the state; JMH calls it. */
    public DecodeBenchmark() {}

    static void run() throws RunnerException {
        Collection<RunResult> results = new Runner(new OptionsBuilder()
                        .include(DecodeBenchmark.class.getSimpleName())
                        .verbosity(VerboseMode.SILENT)
                        .build())
                .run();
        Report report = Report.begin("From a JPEG of 1280x720 to its hash or its pixels, one thread");
        report.header("step", "microseconds", "99.9% confidence, +-");
        for (RunResult result : results) {
            Result<?> score = result.getPrimaryResult();
            report.row(score.getLabel(), Report.decimal(score.getScore()), Report.decimal(score.getScoreError()));
        }
    }

    /** Draws the frames. */
    @Setup(Level.Trial)
    public void draw() throws IOException {
        Path folder = Files.createTempDirectory("joust-frames");
        try {
            SyntheticDataset.in(folder.resolve("frames")).frames(FRAMES).write();
            frames = read(folder);
            planes = frames.stream().map(decoder::luma).toList();
        } finally {
            remove(folder);
        }
    }

    /** Forgets the frames. */
    @TearDown(Level.Trial)
    public void forget() {
        frames = List.of();
        planes = List.of();
    }

    /** Width and height without decoding. */
    @Benchmark
    public ImageHeader header() {
        return ImageHeader.read(frame());
    }

    /** The brightness of all pixels: what the hash needs. */
    @Benchmark
    public LumaPlane luma() {
        return decoder.luma(frame());
    }

    /** The hash of a plane that is decoded already. */
    @Benchmark
    public long hashOfLuma() {
        return DifferenceHash.hash(planes.get(turn()));
    }

    /** The hash of a file. */
    @Benchmark
    public long hashOfFile() {
        return DifferenceHash.hash(decoder.luma(frame()));
    }

    /** All pixels in colour, scaled for a model. */
    @Benchmark
    public byte[] scaledColour() {
        return decoder.rgb(frame(), 224, 224);
    }

    private byte[] frame() {
        return frames.get(turn());
    }

    private int turn() {
        next = (next + 1) % FRAMES;
        return next;
    }

    private static List<byte[]> read(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            List<Path> images = files.filter(file -> file.toString().endsWith(".jpg"))
                    .sorted()
                    .toList();
            List<byte[]> read = new ArrayList<>();
            for (Path image : images) {
                read.add(Files.readAllBytes(image));
            }
            return List.copyOf(read);
        }
    }

    private static void remove(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
