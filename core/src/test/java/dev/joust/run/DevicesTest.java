// SPDX-License-Identifier: Apache-2.0
package dev.joust.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DevicesTest {
    @TempDir
    Path devices;

    @Test
    void findsTheGpusOfTheSystem() throws IOException {
        for (String name : List.of("nvidia0", "nvidia1", "nvidiactl", "nvidia-uvm", "sda")) {
            Files.createFile(devices.resolve(name));
        }

        assertThat(Devices.find(Map.of(), devices)).containsExactly(0, 1);
        assertThat(Devices.find(Map.of(), devices.resolve("none"))).isEmpty();
    }

    @Test
    void takesWhatTheEnvironmentSays() throws IOException {
        Files.createFile(devices.resolve("nvidia0"));

        assertThat(Devices.find(Map.of("CUDA_VISIBLE_DEVICES", "GPU-1a, GPU-2b,3"), devices))
                .containsExactly(0, 1, 2);
        assertThat(Devices.find(Map.of("CUDA_VISIBLE_DEVICES", "0,-1,2"), devices))
                .containsExactly(0);
        assertThat(Devices.find(Map.of("CUDA_VISIBLE_DEVICES", ""), devices)).isEmpty();
        assertThat(Devices.find(Map.of("JOUST_GPUS", "3, 1", "CUDA_VISIBLE_DEVICES", "0"), devices))
                .containsExactly(3, 1);
        assertThat(Devices.find(Map.of("JOUST_GPUS", ""), devices)).isEmpty();
        assertThatThrownBy(() -> Devices.find(Map.of("JOUST_GPUS", "all"), devices))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("JOUST_GPUS must be indexes of GPUs separated by commas but has 'all'");
    }
}
