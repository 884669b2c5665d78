// SPDX-License-Identifier: Apache-2.0
package dev.joust.cli;

import dev.joust.cli.checkpoint.CheckpointsCommand;
import dev.joust.cli.data.BlobCommand;
import dev.joust.cli.data.CopyCommand;
import dev.joust.cli.data.DemoCommand;
import dev.joust.cli.data.IngestCommand;
import dev.joust.cli.data.LoaderCommand;
import dev.joust.cli.data.SynthCommand;
import dev.joust.cli.duplicate.DedupCommand;
import dev.joust.cli.feature.BackfillCommand;
import dev.joust.cli.feature.FeaturesCommand;
import dev.joust.cli.feed.FeedCommand;
import dev.joust.cli.index.IndexCommand;
import dev.joust.cli.job.JobsCommand;
import dev.joust.cli.permutation.PermutationCommand;
import dev.joust.cli.pin.PinCommand;
import dev.joust.cli.provenance.DiffCommand;
import dev.joust.cli.provenance.LineageCommand;
import dev.joust.cli.query.QueryCommand;
import dev.joust.cli.query.SearchCommand;
import dev.joust.cli.query.SqlCommand;
import dev.joust.cli.sync.SyncCommand;
import dev.joust.cli.table.BranchCommand;
import dev.joust.cli.table.ColumnsCommand;
import dev.joust.cli.table.CountCommand;
import dev.joust.cli.table.DeleteCommand;
import dev.joust.cli.table.OptimizeCommand;
import dev.joust.cli.table.RestoreCommand;
import dev.joust.cli.table.SchemaCommand;
import dev.joust.cli.table.TablesCommand;
import dev.joust.cli.table.TagCommand;
import dev.joust.cli.table.UpdateCommand;
import dev.joust.cli.table.VersionsCommand;
import dev.joust.cli.view.ViewCommand;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** All commands. */
final class Commands {
    /** In the order of the help. */
    private static final List<Class<?>> ALL = List.of(
            DemoCommand.class,
            SynthCommand.class,
            IngestCommand.class,
            CopyCommand.class,
            TablesCommand.class,
            SchemaCommand.class,
            CountCommand.class,
            QueryCommand.class,
            SqlCommand.class,
            SearchCommand.class,
            BlobCommand.class,
            ColumnsCommand.class,
            DeleteCommand.class,
            UpdateCommand.class,
            FeaturesCommand.class,
            BackfillCommand.class,
            DedupCommand.class,
            JobsCommand.class,
            IndexCommand.class,
            ViewCommand.class,
            SyncCommand.class,
            PermutationCommand.class,
            LoaderCommand.class,
            VersionsCommand.class,
            TagCommand.class,
            BranchCommand.class,
            PinCommand.class,
            CheckpointsCommand.class,
            RestoreCommand.class,
            DiffCommand.class,
            LineageCommand.class,
            OptimizeCommand.class,
            FeedCommand.class,
            WarmUpCommand.class);

    private Commands() {}

    /**
     * Adds the command that the arguments name, or all commands where they name none.
     *
     * <p>picocli reads each command that it is given through reflection: one instead of all makes for a faster start.
     */
    static void addTo(CommandLine root, String... arguments) {
        Optional<Class<?>> named = firstWord(arguments).flatMap(Commands::find);
        if (named.isPresent()) {
            root.addSubcommand(named.get());
        } else {
            ALL.forEach(root::addSubcommand);
        }
    }

    private static Optional<Class<?>> find(String name) {
        return ALL.stream()
                .filter(type -> type.getAnnotation(Command.class).name().equals(name))
                .findFirst();
    }

    private static Optional<String> firstWord(String... arguments) {
        for (int i = 0; i < arguments.length; i++) {
            if (arguments[i].equals("--lake")) {
                i++;
            } else if (!arguments[i].startsWith("-")) {
                return Optional.of(arguments[i]);
            }
        }
        return Optional.empty();
    }
}
