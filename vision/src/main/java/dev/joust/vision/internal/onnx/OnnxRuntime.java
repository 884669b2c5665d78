// SPDX-License-Identifier: Apache-2.0
package dev.joust.vision.internal.onnx;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtLoggingLevel;
import dev.joust.error.StorageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The runtime that models run on, one for the whole process. Threads: any. */
final class OnnxRuntime {
    /** What the runtime prints by itself: errors come as exceptions too, which say to which row they belong. */
    static final OrtLoggingLevel LOGGED = OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL;

    /** ONNX Runtime 1.29.0 crashes from 3,981 bytes on, measured on Linux. */
    private static final int MAX_COMMAND_LINE_BYTES = 3_900;

    private OnnxRuntime() {}

    /**
     * Starts the runtime, or gives the one that runs.
     *
     * @throws StorageException if the command line of this process is too long for it
     */
    static OrtEnvironment environment() {
        requireShort(Path.of("/proc/self/cmdline"));
        return OrtEnvironment.getEnvironment(LOGGED);
    }

    /**
     * Refuses a command line with which the runtime would end the process by a crash.
     *
     * @param commandLine the file that holds it; other systems than Linux have none
     */
    static void requireShort(Path commandLine) {
        int bytes;
        try {
            bytes = Files.readAllBytes(commandLine).length;
        } catch (IOException e) {
            return;
        }
        if (bytes > MAX_COMMAND_LINE_BYTES) {
            throw new StorageException(
                    "Cannot start ONNX Runtime: the command line of this process has " + bytes
                            + " bytes, and from about " + MAX_COMMAND_LINE_BYTES
                            + " on the runtime crashes; name the class path in CLASSPATH or an @file, and pass long arguments in another way");
        }
    }
}
