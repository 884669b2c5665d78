// SPDX-License-Identifier: Apache-2.0
package dev.joust.benchmarks;

import static dev.joust.benchmarks.Report.decimal;

import dev.joust.vision.ImageDecoder;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** What a native decoder would gain over the JDK's own, and how far its pixels differ. */
final class Decoders {
    private static final int FRAMES = 40;
    private static final int ROUNDS = 9;

    private final ImageDecoder ours = new ImageDecoder();
    private final List<byte[]> frames;

    private Decoders(List<byte[]> frames) {
        this.frames = frames;
    }

    static void run(Path folder) throws Exception {
        System.setProperty(
                "org.bytedeco.javacpp.cachedir", folder.resolve("natives").toString());
        Decoders decoders = new Decoders(SyntheticFrames.draw(folder.resolve("decoded"), FRAMES));
        try (FfmpegJpeg ffmpeg = new FfmpegJpeg()) {
            decoders.times(ffmpeg);
            decoders.differences(ffmpeg);
        } catch (LinkageError e) {
            System.out.println();
            System.out.println("Skipped FFmpeg: its native library is fetched for Linux on x86-64 only (" + e + ")");
        }
    }

    private interface Decoder {
        byte[] decode(byte[] jpeg);
    }

    private void times(FfmpegJpeg ffmpeg) throws Exception {
        Turns turns = new Turns()
                .with("JDK luma", () -> all(jpeg -> ours.luma(jpeg).samples()))
                .with("FFmpeg luma", () -> all(ffmpeg::luma))
                .with("JDK colours", () -> all(jpeg -> samples(ours.image(jpeg))))
                .with("FFmpeg colours", () -> all(ffmpeg::bgr))
                .run(3, ROUNDS);
        Report report =
                Report.begin("A JPEG of 1280x720 decoded by one thread; FFmpeg's build is " + FfmpegJpeg.licence());
        report.header("what", "JDK, ms", "FFmpeg, ms", "times as fast");
        for (String what : List.of("luma", "colours")) {
            report.row(
                    what,
                    decimal(turns.seconds("JDK " + what) * 1000 / FRAMES),
                    decimal(turns.seconds("FFmpeg " + what) * 1000 / FRAMES),
                    decimal(turns.speed("FFmpeg " + what, "JDK " + what)));
        }
    }

    private long all(Decoder decoder) {
        long bytes = 0;
        for (byte[] frame : frames) {
            bytes += decoder.decode(frame).length;
        }
        return bytes;
    }

    private void differences(FfmpegJpeg ffmpeg) throws IOException {
        Report report = Report.begin("How far FFmpeg's pixels are from the JDK's");
        report.header("channel", "largest difference", "mean difference", "samples that differ");
        difference(report, "luma", jpeg -> ours.luma(jpeg).samples(), ffmpeg::luma, 0, 1);
        List<String> names = List.of("blue", "green", "red");
        for (int band = 0; band < names.size(); band++) {
            difference(report, names.get(band), jpeg -> samples(ours.image(jpeg)), ffmpeg::bgr, band, names.size());
        }
    }

    private void difference(Report report, String name, Decoder one, Decoder other, int band, int bands) {
        int largest = 0;
        long sum = 0;
        long count = 0;
        long different = 0;
        for (byte[] frame : frames) {
            byte[] a = one.decode(frame);
            byte[] b = other.decode(frame);
            for (int i = band; i < b.length; i += bands) {
                int difference = Math.abs((a[i] & 0xFF) - (b[i] & 0xFF));
                largest = Math.max(largest, difference);
                sum += difference;
                different += difference == 0 ? 0 : 1;
                count++;
            }
        }
        report.row(
                name,
                String.valueOf(largest),
                String.format(Locale.ROOT, "%.4f", (double) sum / count),
                String.format(Locale.ROOT, "%.2f%%", 100.0 * different / count));
    }

    private static byte[] samples(BufferedImage image) {
        return ((DataBufferByte) image.getRaster().getDataBuffer()).getData();
    }
}
