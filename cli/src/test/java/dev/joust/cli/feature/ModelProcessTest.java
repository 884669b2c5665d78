// SPDX-License-Identifier: Apache-2.0
package dev.joust.cli.feature;

import static org.assertj.core.api.Assertions.assertThat;

import dev.joust.cli.CliProcess;
import dev.joust.cli.TinyLake;
import java.awt.image.BufferedImage;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Models in processes of their own, where native code can print and crash. */
class ModelProcessTest {
    @TempDir
    Path folder;

    private TinyLake lake;

    @BeforeEach
    void makeALakeWithAnImageThatTheModelCannotRead() throws IOException {
        lake = TinyLake.withFrames(folder.resolve("lake"));
        Path images = Files.createDirectory(folder.resolve("images"));
        File wide = images.resolve("wide.png").toFile();
        ImageIO.write(new BufferedImage(20_000, 4, BufferedImage.TYPE_INT_RGB), "png", wide);
        assertThat(lake.run("ingest", "images", "--root", images.toString(), "--table", "im")
                        .exitCode())
                .isZero();
        assertThat(lake.run("features", "add", "im", "detections", "--param", "model=demo:detector")
                        .exitCode())
                .isZero();
    }

    @Test
    void rowThatFailsWithinTheModelLeavesNoLineOfTheRuntime() throws Exception {
        try (CliProcess backfill =
                CliProcess.start(folder, lake, "backfill", "im", "det_categories", "--on-error", "skip")) {
            assertThat(backfill.exitCode()).isZero();
            assertThat(backfill.stdout()).contains("1 failed");
            assertThat(String.join("\n", backfill.lines())).doesNotContain("onnxruntime");
        }
    }

    @Test
    void functionIsToldFromTheColumnsThatItFills() {
        for (String[] command :
                new String[][] {{"features", "show", "im", "detections"}, {"backfill", "im", "detections"}}) {
            TinyLake.Outcome outcome = lake.run(command);
            assertThat(outcome.exitCode()).isEqualTo(3);
            assertThat(outcome.stderr())
                    .isEqualTo("joust: Cannot find feature 'detections' in table 'im': function 'detections' fills"
                            + " 'det_categories', 'det_bboxes', 'det_scores'; name one of these\n");
        }
    }

    @Test
    void functionThatIsAddedIsTriedOutWithItsParameters() {
        TinyLake.Outcome preview = lake.json("features", "preview", "im", "detections");
        assertThat(preview.exitCode()).as(preview.stderr()).isZero();
        assertThat(preview.json().get("rows").get(0).get("_error").asText()).contains("demo:detector");
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void longCommandLineIsRefusedBeforeTheRuntimeCrashes() throws Exception {
        String where = "image_id IN ('" + "x".repeat(5000) + "', 'wide')";
        try (CliProcess backfill =
                CliProcess.start(folder, lake, "backfill", "im", "det_categories", "--where", where)) {
            assertThat(backfill.exitCode()).isEqualTo(1);
            assertThat(String.join("\n", backfill.lines()))
                    .contains("Cannot start ONNX Runtime: the command line of this process has ");
        }
    }
}
