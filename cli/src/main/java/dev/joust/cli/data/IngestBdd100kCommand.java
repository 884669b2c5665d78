// SPDX-License-Identifier: Apache-2.0
package dev.joust.cli.data;

import dev.joust.cli.frame.Help;
import dev.joust.cli.frame.Session;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Bring BDD100K's files, as they are, into a table. */
@Command(
        name = "bdd100k",
        description = "Bring BDD100K's files, as they are, into a table.",
        footerHeading = Help.EXAMPLE,
        footer = "  joust ingest bdd100k --root data/bdd100k --split train --split val")
public final class IngestBdd100kCommand implements Runnable {
    private final Session session;

    @Option(
            names = "--root",
            paramLabel = "DIR",
            required = true,
            description = "The unpacked dataset, or the folder with the downloaded zips.")
    private Path root = Path.of("");

    @Option(names = "--table", paramLabel = "T", defaultValue = "bdd100k", description = "Default: ${DEFAULT-VALUE}.")
    private String table = "";

    @Option(
            names = "--split",
            paramLabel = "S",
            description = "train, val or test; may be given several times. Default: every split that is there.")
    private List<String> splits = List.of();

    @Mixin
    private final IngestOptions options = new IngestOptions();

    IngestBdd100kCommand(Session session) {
        this.session = session;
    }

    @Override
    public void run() {
        IngestRun.run(session, table, ingest -> options.applyTo(ingest).bdd100k(root, splits));
    }
}
