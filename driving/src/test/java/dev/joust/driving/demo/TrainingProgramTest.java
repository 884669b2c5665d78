// SPDX-License-Identifier: Apache-2.0
package dev.joust.driving.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.joust.error.StorageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainingProgramTest {
    @TempDir
    Path folder;

    @Test
    void runsThePythonThatItWasGivenAndHearsWhatItTells() throws IOException {
        TrainingProgram program = program("echo \"$1 $2 with $JOUST and $PYTHONPATH\" >&2");
        List<String> told = new ArrayList<>();

        program.train(List.of("--steps"), told::add);

        assertThat(told)
                .containsExactly(folder.resolve("python/train_detector.py") + " --steps with " + folder.resolve("joust")
                        + " and " + folder.resolve("python/joust_torch/src"));
        assertThat(program.obstacle()).isEmpty();
    }

    @Test
    void saysWhatATrainingThatFailedToldLast() throws IOException {
        TrainingProgram program = program("echo loading >&2; echo 'Cannot load weights' >&2; exit 3");

        assertThatThrownBy(() -> program.train(List.of(), line -> {}))
                .isInstanceOf(StorageException.class)
                .hasMessage("Cannot train a detector: Cannot load weights (exit code 3)");
    }

    @Test
    void saysWhatAPythonLacks() throws IOException {
        TrainingProgram program = program("echo \"ModuleNotFoundError: No module named 'torch'\" >&2; exit 1");

        assertThat(program.obstacle())
                .contains("'" + program.python() + "' lacks what a training needs (ModuleNotFoundError: No module named"
                        + " 'torch'); install it as docs/training.md says, and name that Python in JOUST_PYTHON");
    }

    @Test
    void saysThatThereIsNoPython() {
        String missing = folder.resolve("no/python").toString();

        assertThat(new TrainingProgram(missing, folder, folder).obstacle())
                .contains("there is no Python at '" + missing + "'; install 3.10 or newer as docs/training.md says, or"
                        + " name one in JOUST_PYTHON");
    }

    private TrainingProgram program(String script) throws IOException {
        Path python = Files.writeString(folder.resolve("python3"), "#!/bin/sh\n" + script + "\n");
        Files.setPosixFilePermissions(python, PosixFilePermissions.fromString("rwx------"));
        return new TrainingProgram(python.toString(), folder.resolve("python"), folder.resolve("joust"));
    }
}
