// SPDX-License-Identifier: Apache-2.0
package dev.joust.cli.data;

import dev.joust.cli.frame.Help;
import dev.joust.cli.frame.Session;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Bring plain folders of JPEG and PNG files into a table. */
@Command(
        name = "images",
        description = "Bring plain folders of JPEG and PNG files into a table.",
        footerHeading = Help.EXAMPLE,
        footer = "  joust ingest images --root photos --table photos")
public final class IngestImagesCommand implements Runnable {
    private final Session session;

    @Option(names = "--root", paramLabel = "DIR", required = true, description = "The folder.")
    private Path root = Path.of("");

    @Option(names = "--table", paramLabel = "T", required = true, description = "The table; created if there is none.")
    private String table = "";

    @Mixin
    private final IngestOptions options = new IngestOptions();

    IngestImagesCommand(Session session) {
        this.session = session;
    }

    @Override
    public void run() {
        IngestRun.run(session, table, ingest -> options.applyTo(ingest).images(root));
    }
}
