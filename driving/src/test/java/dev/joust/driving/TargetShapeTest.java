// SPDX-License-Identifier: Apache-2.0
package dev.joust.driving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.joust.Joust;
import dev.joust.Lake;
import dev.joust.Table;
import dev.joust.driving.synth.SyntheticDataset;
import dev.joust.error.InvalidRequestException;
import dev.joust.error.SchemaMismatchException;
import dev.joust.schema.TableSchema;
import dev.joust.schema.Types;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TargetShapeTest {
    @TempDir
    private Path folder;

    private Path footage;
    private Lake lake;

    @BeforeEach
    void draw() {
        footage = folder.resolve("footage");
        SyntheticDataset.in(footage).frames(4).seed(3).size(160, 120).write();
        lake = Joust.open(folder.resolve("lake"));
    }

    @AfterEach
    void close() {
        lake.close();
    }

    @Test
    void namesTheSourceOfAView() {
        FootageIngest.into(lake, "bdd100k").bdd100k(footage);
        lake.createView("nights", lake.openTable("bdd100k").query().where("timeofday = 'night'"));
        long before = lake.openTable("nights").version();

        assertThatThrownBy(() -> FootageIngest.into(lake, "nights").bdd100k(footage))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessage("Cannot ingest into 'nights': it is a view of 'bdd100k';"
                        + " ingest into 'bdd100k' and refresh the view");
        assertThatThrownBy(() -> FootageIngest.into(lake, "nights").images(footage))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessage("Cannot ingest into 'nights': it is a view of 'bdd100k';"
                        + " ingest into 'bdd100k' and refresh the view");
        assertThat(lake.openTable("nights").version()).isEqualTo(before);
    }

    @Test
    void namesAColumnThatIsMissing() {
        FootageIngest.into(lake, "bdd100k").bdd100k(footage);
        long before = lake.openTable("bdd100k").version();

        assertThatThrownBy(() -> FootageIngest.into(lake, "bdd100k").images(footage))
                .isInstanceOf(SchemaMismatchException.class)
                .hasMessage("Cannot ingest into table 'bdd100k': it lacks column 'path' (utf8);"
                        + " ingest into another table, or a new one");
        assertThat(lake.openTable("bdd100k").version()).isEqualTo(before);
    }

    @Test
    void namesEverythingThatIsInTheWay() {
        Table foreign = lake.createTable(
                "foreign",
                TableSchema.builder()
                        .required("id", Types.INT64)
                        .column("image_id", Types.INT64)
                        .column("image_bytes", Types.STRING)
                        .column("width", Types.INT32)
                        .build());

        assertThatThrownBy(() -> FootageIngest.into(lake, "foreign").images(footage))
                .isInstanceOf(SchemaMismatchException.class)
                .hasMessage("Cannot ingest into table 'foreign': it lacks columns 'path' (utf8), 'height' (int32),"
                        + " and its column 'image_id' is int64 where utf8 is needed,"
                        + " and its column 'image_bytes' is utf8 where large_binary is needed,"
                        + " and the images have no value for its NOT NULL column 'id';"
                        + " ingest into another table, or a new one");
        assertThat(foreign.count()).isZero();
    }

    @Test
    void takesColumnsOfOtherWidthsAndMoreThatMayBeNull() {
        lake.createTable(
                "wide",
                TableSchema.builder()
                        .column("note", Types.STRING)
                        .column("image_id", Types.STRING)
                        .column("path", Types.STRING)
                        .column("image_bytes", Types.BINARY)
                        .column("width", Types.INT64)
                        .column("height", Types.INT64)
                        .build());

        assertThat(FootageIngest.into(lake, "wide").images(footage).rowsAdded()).isEqualTo(4);
        assertThat(FootageIngest.into(lake, "wide").images(footage).rowsPresent())
                .isEqualTo(4);
    }

    @Test
    void takesATableWithFeatures() {
        FootageIngest.into(lake, "bdd100k").bdd100k(footage);
        lake.openTable("bdd100k").addFeatures(DrivingFeatures.HAS_PERSON);

        assertThat(FootageIngest.into(lake, "bdd100k").bdd100k(footage).rowsPresent())
                .isEqualTo(4);
    }
}
