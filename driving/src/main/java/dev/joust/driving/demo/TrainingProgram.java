// SPDX-License-Identifier: Apache-2.0
package dev.joust.driving.demo;

import static java.util.Objects.requireNonNull;

import dev.joust.error.JoustException;
import dev.joust.error.StorageException;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The Python program that trains a detector on views of a lake, {@code train_detector.py}.
 *
 * @param python the interpreter, which needs torch, torchvision, pylance and pillow
 * @param scripts the folder of the program, with {@code joust_torch} in it
 * @param launcher the {@code joust} command, by which the program adds its checkpoint
 */
public record TrainingProgram(String python, Path scripts, Path launcher) {
    private static final String NEEDS = "import torch, torchvision, lance, PIL";

    /** Refuses nulls. */
    public TrainingProgram {
        requireNonNull(python, "python");
        requireNonNull(scripts, "scripts");
        requireNonNull(launcher, "launcher");
    }

    /** Why it cannot run here, and what to do; empty if it can. */
    Optional<String> obstacle() {
        StringBuilder told = new StringBuilder();
        try {
            int status = run(List.of("-c", NEEDS), line -> told.replace(0, told.length(), line));
            return status == 0
                    ? Optional.empty()
                    : Optional.of("'" + python + "' lacks what a training needs (" + told
                            + "); install it as docs/training.md says, and name that Python in JOUST_PYTHON");
        } catch (StorageException e) {
            return Optional.of("there is no Python at '" + python + "'; install 3.10 or newer as docs/training.md says,"
                    + " or name one in JOUST_PYTHON");
        }
    }

    /**
     * Trains, and adds a checkpoint.
     *
     * @param words the program's options
     * @param hears each line that it tells
     * @throws JoustException if it fails, with the last line that it told
     */
    void train(List<String> words, Consumer<String> hears) {
        List<String> command = new ArrayList<>();
        command.add(scripts.resolve("train_detector.py").toString());
        command.addAll(words);
        String[] last = {"it told nothing"};
        int status = run(command, line -> {
            last[0] = line;
            hears.accept(line);
        });
        if (status != 0) {
            throw new StorageException("Cannot train a detector: " + last[0] + " (exit code " + status + ")");
        }
    }

    private int run(List<String> words, Consumer<String> hears) {
        List<String> command = new ArrayList<>();
        command.add(python);
        command.addAll(words);
        ProcessBuilder builder = new ProcessBuilder(command).redirectOutput(ProcessBuilder.Redirect.DISCARD);
        builder.environment().put("JOUST", launcher.toString());
        builder.environment()
                .put("PYTHONPATH", scripts.resolve("joust_torch/src").toString());
        builder.environment().put("PYTHONDONTWRITEBYTECODE", "1");
        Process process;
        try {
            process = builder.start();
        } catch (IOException e) {
            throw new StorageException("Cannot start '" + python + "': " + StorageException.reason(e), e);
        }
        try (BufferedReader told = process.errorReader()) {
            process.getOutputStream().close();
            told.lines().forEach(hears);
            return process.waitFor();
        } catch (IOException e) {
            throw new StorageException("Cannot hear '" + python + "': " + StorageException.reason(e), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StorageException("Cannot wait for '" + python + "': the thread was interrupted", e);
        } finally {
            process.descendants().forEach(ProcessHandle::destroy);
            process.destroy();
        }
    }
}
