// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.feature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.joust.error.AlreadyExistsException;
import dev.joust.error.InvalidRequestException;
import dev.joust.error.NotFoundException;
import dev.joust.feature.Feature;
import dev.joust.feature.FeatureCatalog;
import dev.joust.feature.InputType;
import dev.joust.internal.backfill.FeatureLake;
import dev.joust.internal.lance.Snapshot;
import dev.joust.schema.Column;
import dev.joust.schema.ColumnType;
import dev.joust.schema.TableSchema;
import dev.joust.schema.Types;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FeatureRegistryTest {
    private static final TableSchema SCHEMA = TableSchema.builder()
            .required("id", Types.INT64)
            .column("text", Types.STRING)
            .build();
    private static final Feature LENGTH = Feature.of("length", Types.INT32)
            .version(1)
            .parameter("unit", "chars")
            .from("text", InputType.STRING)
            .map(String::length);

    @TempDir
    Path folder;

    private FeatureLake lake;

    @BeforeEach
    void open() {
        lake = FeatureLake.create(folder, SCHEMA);
    }

    @AfterEach
    void close() {
        lake.close();
    }

    private FeatureRegistry registry() {
        return lake.registry();
    }

    @Test
    void addingIsOneCommitThatWritesNoRow() throws Exception {
        lake.append(List.of(Map.of("id", 1L, "text", "a")));
        Map<String, Integer> files = lake.dataFiles();
        long before = lake.version();

        long version = registry().add(List.of(LENGTH));

        assertThat(version).isEqualTo(before + 1).isEqualTo(lake.version());
        assertThat(lake.dataFiles()).isEqualTo(files);
        try (Snapshot now = lake.table().latest()) {
            Map<String, String> metadata = now.schema().findField("length").getMetadata();
            assertThat(metadata)
                    .containsEntry("virtual_column", "true")
                    .containsEntry("virtual_column.udf_name", "length")
                    .containsEntry("virtual_column.udf_inputs", "[\"text\"]")
                    .containsEntry("virtual_column.udf_version", "1")
                    .containsEntry(
                            "joust.feature",
                            "{\"format-version\":1,\"feature\":\"length\",\"output\":0,\"udf\":\"length\",\"version\":1,"
                                    + "\"parameters\":{\"unit\":\"chars\"},\"models\":{},\"inputs\":[\"text\"],"
                                    + "\"accepts-null\":false,\"hash\":\""
                                    + LENGTH.identity().hash()
                                    + "\",\"class-hash\":\"" + LENGTH.identity().classHash() + "\"}");
        }
    }

    @Test
    void namesMustBeFree() {
        registry().add(List.of(LENGTH));

        assertThatThrownBy(() -> registry().add(List.of(LENGTH)))
                .isInstanceOf(AlreadyExistsException.class)
                .hasMessage("Cannot add feature 'length' to table 't': it has a column of this name; drop that one"
                        + " first, or use 'features alter'");
    }

    @Test
    void inputsMustExistAndFit() {
        Feature unknown = Feature.of("a", Types.INT32)
                .version(1)
                .from("texd", InputType.STRING)
                .map(String::length);
        Feature wrong = Feature.of("a", Types.INT64)
                .version(1)
                .from("text", InputType.LONG)
                .map(n -> n);

        assertThatThrownBy(() -> registry().add(List.of(unknown)))
                .isInstanceOf(NotFoundException.class)
                .hasMessageStartingWith("Cannot find column 'texd' in table 't': it has no column of this name; the"
                        + " nearest is 'text'");
        assertThatThrownBy(() -> registry().add(List.of(wrong)))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessage("Cannot use feature 'a': its input 'text' is utf8, the function wants long; declare the"
                        + " input as the column is");
        assertThat(lake.version()).isEqualTo(1);
    }

    @Test
    void outputTypesMustBeWritable() {
        Feature odd = Feature.of("odd", new ColumnType.Other("mystery"))
                .version(1)
                .from("text", InputType.STRING)
                .map(text -> text);

        assertThatThrownBy(() -> registry().add(List.of(odd)))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessage("Cannot add feature 'odd': column 'odd' is declared as mystery, which cannot be written;"
                        + " declare a plain type");
    }

    @Test
    void featuresMayReadEachOtherButNotInACircle() {
        Feature one = Feature.of("one", Types.INT32)
                .version(1)
                .from("two", InputType.INT)
                .map(n -> n);
        Feature two = Feature.of("two", Types.INT32)
                .version(1)
                .from("one", InputType.INT)
                .map(n -> n);
        Feature three = Feature.of("three", Types.INT32)
                .version(1)
                .from("length", InputType.INT)
                .map(n -> n);

        assertThatThrownBy(() -> registry().add(List.of(one, two)))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessage("Cannot use feature 'one': it would read itself, by way of 'two', 'one'; read another"
                        + " column");
        registry().add(List.of(three, LENGTH));

        try (Snapshot now = lake.table().latest()) {
            Registrations registrations = Registrations.of(now);
            assertThat(registrations.levels(registrations.all()))
                    .extracting(level -> level.stream().map(Registration::name).toList())
                    .containsExactly(List.of("length"), List.of("three"));
        }
    }

    @Test
    void alteringNeedsTheSameTypes() {
        registry().add(List.of(LENGTH));
        Feature wide = Feature.of("length", Types.INT64)
                .version(2)
                .from("text", InputType.STRING)
                .map(text -> (long) text.length());

        assertThatThrownBy(() -> registry().alter("length", wide))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessage("Cannot alter feature 'length': the table has columns ['length' int32], the function fills"
                        + " ['length' int64]; drop the feature and add it again, or bring a function for the same"
                        + " types");
    }

    @Test
    void aFunctionThatTheProgramLacksIsNamed() {
        registry().add(List.of(LENGTH));

        assertThatThrownBy(() -> lake.backfill("length").run())
                .isInstanceOf(InvalidRequestException.class)
                .hasMessage("Cannot compute feature 'length': the table records the function " + LENGTH.identity()
                        + ", this program has none; put the jar that has it on the class path, or re-point the column"
                        + " with 'features alter'");
        assertThatThrownBy(() -> lake.backfill("lenght").run())
                .isInstanceOf(NotFoundException.class)
                .hasMessage("Cannot find feature 'lenght' in table 't': it has no feature of this name; the nearest is"
                        + " 'length'");
    }

    @Test
    void otherCodeUnderTheSameVersionIsReportedOnly() {
        Feature elsewhere = Elsewhere.length();
        lake.append(List.of(Map.of("id", 1L, "text", "abc"))).add(LENGTH);
        lake.backfill("length").run();

        assertThat(elsewhere.identity().hash()).isEqualTo(LENGTH.identity().hash());
        assertThat(registry().show("length", FeatureCatalog.of(List.of(LENGTH))).codeChanged())
                .isFalse();
        assertThat(registry().show("length", FeatureCatalog.of(List.of(elsewhere))))
                .satisfies(status -> assertThat(status.codeChanged()).isTrue())
                .satisfies(status -> assertThat(status.isComplete()).isTrue());
    }

    @Test
    void droppingTakesAllColumnsOfTheGroup() {
        Feature both = Feature.of("a", Types.INT32)
                .and("b", Types.INT32)
                .version(1)
                .from("text", InputType.STRING)
                .map(text -> List.of(1, 2));
        registry().add(List.of(both));

        registry().drop("b");

        try (Snapshot now = lake.table().latest()) {
            assertThat(now.schema().getFields()).extracting(f -> f.getName()).containsExactly("id", "text");
        }
    }

    /** The same function in another class. */
    private static final class Elsewhere {
        static Feature length() {
            return Feature.of("length", Types.INT32)
                    .version(1)
                    .parameter("unit", "chars")
                    .from("text", InputType.STRING)
                    .map(text -> text.length());
        }
    }

    @Test
    void aRenamedColumnKeepsItsFeature() {
        assertThat(Registrations.of(
                                "t",
                                List.of(Column.of("size", Types.INT32)
                                        .withMetadata(RegistrationJson.write(
                                                new RegistrationJson.Entry("length", 0, LENGTH.identity(), false)))))
                        .require("size")
                        .identity())
                .isEqualTo(LENGTH.identity());
    }
}
