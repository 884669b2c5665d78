// SPDX-License-Identifier: Apache-2.0
package dev.joust.driving.synth;

import dev.joust.driving.synth.internal.files.DatasetFolder;
import dev.joust.driving.synth.internal.files.DetectionFile;
import dev.joust.driving.synth.internal.files.JpegEncoder;
import dev.joust.driving.synth.internal.paint.FramePainter;
import dev.joust.driving.synth.internal.scene.Footage;
import dev.joust.driving.synth.internal.scene.Footage.Clip;
import dev.joust.driving.synth.internal.scene.Footage.Split;
import dev.joust.driving.synth.internal.scene.ScenePlan;
import dev.joust.driving.synth.internal.scene.ScenePlanner;
import dev.joust.error.InternalException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntConsumer;

/** Draws the frames of a footage on several threads and writes images and labels; labels in the order of the frames. */
final class FootageWriter {
    private static final int FRAMES_AHEAD_PER_THREAD = 8;

    private final DatasetFolder folder;
    private final ScenePlanner planner;
    private final int width;
    private final int height;
    private final ConcurrentLinkedQueue<Worker> idle = new ConcurrentLinkedQueue<>();

    FootageWriter(DatasetFolder folder, ScenePlanner planner, int width, int height) {
        this.folder = folder;
        this.planner = planner;
        this.width = width;
        this.height = height;
    }

    void write(Footage footage, int threads, IntConsumer progress) {
        ExecutorService executor = Executors.newFixedThreadPool(threads);
        Map<Split, DetectionFile> labels = new EnumMap<>(Split.class);
        try {
            folder.createSplits(footage.splits());
            for (Split split : footage.labelled()) {
                labels.put(split, new DetectionFile(folder.labels(split)));
            }
            drawAll(footage, executor, threads * FRAMES_AHEAD_PER_THREAD, labels, progress);
            for (DetectionFile file : labels.values()) {
                file.close();
            }
        } catch (IOException e) {
            throw DatasetFolder.failure(folder.root(), e);
        } finally {
            executor.shutdownNow();
            idle.forEach(Worker::close);
        }
    }

    private void drawAll(
            Footage footage,
            ExecutorService executor,
            int ahead,
            Map<Split, DetectionFile> labels,
            IntConsumer progress)
            throws IOException {
        Deque<Future<ScenePlan>> drawing = new ArrayDeque<>();
        int done = 0;
        for (Clip clip : footage.clips()) {
            for (int frame = 0; frame < clip.frames(); frame++) {
                int number = frame;
                drawing.add(executor.submit(() -> draw(clip, number)));
                if (drawing.size() > ahead) {
                    finish(drawing.remove(), labels);
                    progress.accept(++done);
                }
            }
        }
        while (!drawing.isEmpty()) {
            finish(drawing.remove(), labels);
            progress.accept(++done);
        }
    }

    private ScenePlan draw(Clip clip, int frame) throws IOException {
        ScenePlan plan = planner.plan(clip, frame);
        Worker free = idle.poll();
        Worker worker = free == null ? new Worker(new FramePainter(width, height), new JpegEncoder()) : free;
        byte[] jpeg = worker.encoder().encode(worker.painter().paint(plan));
        idle.add(worker);
        Path file = folder.images(clip.split()).resolve(plan.name().fileName());
        Files.write(file, jpeg);
        return plan;
    }

    private static void finish(Future<ScenePlan> drawn, Map<Split, DetectionFile> labels) throws IOException {
        try {
            ScenePlan plan = drawn.get();
            DetectionFile file = labels.get(plan.clip().split());
            if (file != null) {
                file.write(plan);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InternalException("Cannot draw synthetic frames: the thread was interrupted; run it again", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException failure) {
                throw failure;
            }
            throw new InternalException("Cannot draw a synthetic frame: " + e.getCause(), e);
        }
    }

    /** What one thread draws with. */
    private record Worker(FramePainter painter, JpegEncoder encoder) {
        void close() {
            encoder.close();
        }
    }
}
