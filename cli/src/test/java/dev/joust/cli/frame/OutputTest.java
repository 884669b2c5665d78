// SPDX-License-Identifier: Apache-2.0
package dev.joust.cli.frame;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.joust.cli.print.FakeTerminal;
import dev.joust.cli.print.RowPrinter;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OutputTest {
    private final FakeTerminal fake = FakeTerminal.plain(60);

    @Test
    void printsOnlyTheTextToPeople() {
        Output.text(fake.terminal()).print(json -> json.put("count", 3), text -> text.line("3 rows"));

        assertThat(fake.stdout()).isEqualTo("3 rows\n");
    }

    @Test
    void printsOnlyTheDocumentToPrograms() {
        Output output = Output.json(fake.terminal());

        output.say("working");
        output.print(json -> json.put("count", 3), text -> text.line("3 rows"));

        assertThat(fake.stdout()).isEqualTo("{\"count\":3}\n");
    }

    @Test
    void refusesASecondDocument() {
        Output output = Output.json(fake.terminal());
        output.print(json -> json.put("count", 3), text -> {});

        assertThatThrownBy(() -> output.printArray(json -> json.add(1), text -> {}))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("stdout already holds a JSON document");
    }

    @Test
    void writesRowsOfEveryTypeAsJson() {
        List<String> columns = List.of("a", "b", "c", "d", "e", "f", "g", "h");

        try (RowPrinter rows = Output.json(fake.terminal()).beginRows(columns)) {
            rows.add(Arrays.asList(
                    null,
                    true,
                    7L,
                    1.5f,
                    new byte[3],
                    List.of(List.of(1, 2), List.of()),
                    new float[] {0.5f, Float.NaN},
                    Map.of("when", Instant.EPOCH)));
            rows.add(Arrays.asList("x", false, (short) 2, 2.5, new BigDecimal("1.10"), 'c', "é\n", List.of()));
        }

        assertThat(fake.stdout()).isEqualTo("""
                        [
                        {"a":null,"b":true,"c":7,"d":1.5,"e":{"bytes":3},"f":[[1,2],[]],"g":[0.5,"NaN"],"h":{"when":"1970-01-01T00:00:00Z"}}
                        ,{"a":"x","b":false,"c":2,"d":2.5,"e":1.10,"f":"c","g":"é\\n","h":[]}]
                        """);
    }

    @Test
    void writesAnEmptyArrayWithoutRows() {
        Output.json(fake.terminal()).beginRows(List.of("a")).close();

        assertThat(fake.stdout()).isEqualTo("[]\n");
    }

    @Test
    void alignsNumbersToTheRightAndTextToTheLeft() {
        try (RowPrinter rows = Output.text(fake.terminal()).beginRows(List.of("name", "rows", "share"))) {
            rows.add(List.of("a", 5, 0.25));
            rows.add(Arrays.asList("longer", 12_345, null));
        }

        assertThat(fake.stdout()).isEqualTo("""
                        name     rows  share
                        a           5   0.25
                        longer  12345      -
                        """);
    }

    @Test
    void shortensTheWidestColumnToTheTerminal() {
        try (RowPrinter rows = Output.text(fake.terminal()).beginRows(List.of("id", "text"))) {
            rows.add(List.of(1, "x".repeat(100)));
        }

        assertThat(fake.stdout()).isEqualTo("id  text\n 1  " + "x".repeat(55) + "…\n");
    }

    @Test
    void neverCutsIdsAndNames() {
        try (RowPrinter rows = Output.text(fake.terminal()).beginRows(List.of("id", "names", "message"))) {
            rows.add(List.of("20260131-235959-042-1f3a9c", "dhash, dhash_bits", "no rider was found"));
        }

        assertThat(fake.stdout()).isEqualTo("""
                        id                          names              message
                        20260131-235959-042-1f3a9c  dhash, dhash_bits  no rider was…
                        """);
    }

    @Test
    void cutsNothingWhereStdoutIsNoTerminal() {
        FakeTerminal piped = FakeTerminal.piped();

        try (RowPrinter rows = Output.text(piped.terminal()).beginRows(List.of("a", "b"))) {
            rows.add(List.of("x y ".repeat(30).strip(), "z"));
        }

        assertThat(piped.stdout().lines().toList().get(1))
                .isEqualTo("x y ".repeat(30).strip() + "  z");
    }

    @Test
    void namesTheColumnsForWhichThereIsNoRoom() {
        List<String> columns = List.of("a", "b", "c", "d", "e", "f");

        try (RowPrinter rows = Output.text(fake.terminal()).beginRows(columns)) {
            rows.add(Collections.nCopies(6, "x ".repeat(10)));
        }

        assertThat(fake.stdout()).isEqualTo("""
                        a             b             c             d
                        x x x x x x…  x x x x x x…  x x x x x x…  x x x x x x…
                        no room for 2 more columns: e, f
                        """);
    }

    @Test
    void printsRowsBeyondTheSampleAsTheyCome() {
        RowPrinter rows = Output.text(fake.terminal()).beginRows(List.of("id"));

        for (int i = 0; i < 250; i++) {
            rows.add(List.of(i));
        }

        assertThat(fake.stdout().lines()).hasSize(251).first().isEqualTo(" id");
        rows.close();
        assertThat(fake.stdout().lines()).hasSize(251);
    }

    @Test
    void saysSoWhereATableHasNoRows() {
        Output.text(fake.terminal())
                .printArray(json -> {}, text -> text.table(List.of("name"), List.of(), "There are no tables yet"));

        assertThat(fake.stdout()).isEqualTo("There are no tables yet\n");
    }
}
