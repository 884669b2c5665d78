// SPDX-License-Identifier: Apache-2.0
package dev.joust;

import static org.assertj.core.api.Assertions.assertThat;

import dev.joust.pin.Fingerprint;
import dev.joust.pin.Pin;
import dev.joust.pin.PinCheck;
import dev.joust.pin.TableCheck;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The code of docs/reproducibility.md. */
class ReproducibilityGuideTest {
    record Frame(long id, String timeofday, String scene) {}

    @TempDir
    Path folder;

    @Test
    void runs() {
        try (Lake lake = Joust.open(folder)) {
            Table frames = lake.createTable("bdd100k", Frame.class);
            frames.append(List.of(new Frame(1, "night", "tunnel"), new Frame(2, "daytime", "city")));
            View night = lake.createView("night_train", frames.query().where("timeofday = 'night'"));
            night.refresh();

            // region pin
            Pin pin = lake.pin("model-7", "night_train", "bdd100k").pin();
            // endregion
            assertThat(pin.tables()).hasSize(2);

            frames.append(List.of(new Frame(3, "night", "highway")));
            night.refresh();
            frames.optimize(Duration.ZERO);
            night.table().optimize(Duration.ZERO);

            // region verify
            Pinned model = lake.openPin("model-7");
            PinCheck check = model.verify();
            for (TableCheck table : check.tables()) {
                table.problem()
                        .ifPresent(problem -> System.err.println(table.table().name() + ": " + problem));
            }
            // endregion
            assertThat(check.isOk()).isTrue();

            // region open
            Table nights = model.open("night_train"); // read-only, at the pinned version
            long rows = nights.count();
            // endregion
            assertThat(rows).isEqualTo(1);

            // region versions
            long seen = night.table().version(); // noted when the training began
            frames.append(List.of(new Frame(4, "night", "bridge")));
            night.refresh();
            lake.newPin("model-8").of("night_train", seen).create();
            // endregion
            assertThat(lake.openPin("model-8").open("night_train").count()).isEqualTo(2);

            // region fingerprint
            Fingerprint used = nights.fingerprint("id", "scene");
            // endregion
            assertThat(used.columns()).containsExactly("id", "scene");

            // region drop
            lake.dropPin("model-7");
            night.table().optimize(Duration.ofDays(7));
            // endregion
            assertThat(lake.pins()).extracting(Pin::name).containsExactly("model-8");
        }
    }
}
