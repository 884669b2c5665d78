// SPDX-License-Identifier: Apache-2.0
package dev.joust.cli;

import dev.joust.Joust;
import dev.joust.Lake;
import dev.joust.Table;
import dev.joust.cli.frame.Interrupts;
import dev.joust.cli.frame.Output;
import dev.joust.cli.frame.Session;
import dev.joust.cli.print.RowPrinter;
import dev.joust.cli.print.Style;
import dev.joust.cli.print.Terminal;
import dev.joust.error.StorageException;
import dev.joust.index.Index;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import picocli.CommandLine.Command;

/** Loads what most commands load; the launcher records the loaded classes, so that later starts map them instead. */
@Command(name = "warm-up", hidden = true, description = "Load what most commands load.")
final class WarmUpCommand implements Runnable {
    private static final int COLUMNS = 80;

    private final Session session;

    WarmUpCommand(Session session) {
        this.session = session;
    }

    /** A row of the lake that is warmed up on. */
    record Sample(long id, String text) {}

    @Override
    public void run() {
        CommandRunner.commandLine(session).usage(session.terminal().stdout());
        Output.json(session.terminal()).print(json -> json.put("warm", true), text -> {});
        try (RowPrinter rows = Output.text(session.terminal()).beginRows(List.of("column"))) {
            rows.add(List.of("value"));
        }
        useALake();
    }

    private static void useALake() {
        try {
            Path folder = Files.createTempDirectory("joust-warm-up-");
            try {
                createLake(folder);
                runCommands(folder.toString());
            } finally {
                delete(folder);
            }
        } catch (IOException e) {
            throw new StorageException(
                    "Cannot warm up: " + e.getMessage() + "; check the folder for temporary files", e);
        }
    }

    private static void createLake(Path folder) {
        try (Lake lake = Joust.open(folder)) {
            Table table = lake.createTable("samples", Sample.class);
            table.append(List.of(new Sample(1, "a rainy night"), new Sample(2, "a clear day")));
            table.createIndex(Index.fullText("text"));
        }
    }

    private static void runCommands(String lake) {
        List<String[]> lines = List.of(
                new String[] {"tables"},
                new String[] {"schema", "samples"},
                new String[] {"count", "samples", "--where", "id > 1"},
                new String[] {"query", "samples", "--select", "id,text", "--where", "id > 0", "--limit", "1"},
                new String[] {"query", "samples", "--json"},
                new String[] {"search", "samples", "--fts", "night"},
                new String[] {"features", "list", "samples"});
        for (String[] line : lines) {
            // Not to be seen: stdout shows the result of the command that was asked for.
            PrintStream nowhere = new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8);
            Terminal terminal = new Terminal(nowhere, nowhere, Style.PLAIN, Style.PLAIN, false, true, COLUMNS);
            new CommandRunner(terminal, Map.of("JOUST_LAKE", lake), new Interrupts()).run(line);
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
