// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.lance.version;

import dev.joust.error.AlreadyExistsException;
import dev.joust.error.CommitConflictException;
import dev.joust.error.InvalidRequestException;
import dev.joust.error.StorageException;
import dev.joust.internal.lance.LanceTable;
import dev.joust.internal.lance.Snapshot;
import dev.joust.internal.lance.disk.TablePaths;
import dev.joust.internal.lance.guard.LanceErrors;
import dev.joust.schema.Names;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.lance.Branch;
import org.lance.Dataset;
import org.lance.Ref;

/**
 * The branches of a table: each begins with one of its versions, whose files it shares, and goes on by itself in a
 * folder of its own, {@code tree/<name>}.
 */
public final class Branches {
    private Branches() {}

    /** The branches in alphabetical order. */
    public static List<BranchFacts> list(LanceTable table) {
        try (Snapshot now = table.latest()) {
            List<Branch> branches = LanceErrors.call(
                    "list the branches of table '" + table.name() + "'",
                    () -> now.dataset().branches().list());
            return branches.stream()
                    .map(Branches::facts)
                    .sorted(Comparator.comparing(BranchFacts::name))
                    .toList();
        }
    }

    private static BranchFacts facts(Branch branch) {
        return new BranchFacts(
                branch.getName(),
                branch.getParentBranch(),
                branch.getParentVersion(),
                Instant.ofEpochSecond(branch.getCreateAt()));
    }

    /**
     * Makes a branch, which copies nothing.
     *
     * @throws AlreadyExistsException if the name is taken
     * @throws CommitConflictException if a cleanup removed the version meanwhile; there is no branch
     */
    public static void create(LanceTable table, String name, long version) {
        String what = "make branch '" + name + "' of table '" + table.name() + "'";
        Versions.require(table, version);
        requireFree(table, name, what);
        try (Snapshot at = table.at(version);
                KeptVersion kept = KeptVersion.of(at);
                Dataset own = table.openAlone()) {
            long begin = kept.snapshot().version();
            LanceErrors.call(what, () -> own.createBranch(name, Ref.ofMain(begin)))
                    .close();
            sync(table, name, begin);
            if (!Versions.has(table, begin)) {
                drop(table, name);
                throw new CommitConflictException(
                        "Cannot " + what + ": a cleanup has just removed version " + begin + "; choose a newer one");
            }
        }
    }

    private static void requireFree(LanceTable table, String name, String what) {
        if (list(table).stream().anyMatch(branch -> branch.name().equals(name))) {
            throw new AlreadyExistsException(
                    "Cannot " + what + ": it has a branch of this name; choose another name or drop it first",
                    "branch",
                    name);
        }
        table.paths()
                .map(paths -> paths.tree().resolve(name))
                .filter(Files::exists)
                .ifPresent(folder -> {
                    throw new StorageException("Cannot " + what + ": '" + folder
                            + "' is in the way, as a process leaves it that is killed while it makes a branch; delete the folder"
                            + " or choose another name");
                });
    }

    private static void sync(LanceTable table, String name, long version) {
        TablePaths paths = table.paths().orElseThrow();
        TablePaths branch = TablePaths.of(uri(table, name)).orElseThrow();
        table.store().durability().sync(List.of(branch.manifest(version)));
        table.store().durability().sync(paths.branchFiles());
        table.store().durability().syncFolders(List.of(branch.root(), paths.tree(), paths.root()));
    }

    /** Where a branch lies. */
    public static String uri(LanceTable table, String name) {
        return table.paths().map(paths -> paths.tree().resolve(name).toString()).orElse(table.uri() + "/tree/" + name);
    }

    /**
     * Checks that there is a branch.
     *
     * @throws dev.joust.error.NotFoundException if there is none, with the nearest names
     */
    public static void require(LanceTable table, String name) {
        require(table, name, list(table));
    }

    private static void require(LanceTable table, String name, List<BranchFacts> all) {
        List<String> names = all.stream().map(BranchFacts::name).toList();
        if (!names.contains(name)) {
            throw Names.notFound("branch", name, "table '" + table.name() + "'", names);
        }
    }

    /**
     * Removes a branch with all its versions and what only they have.
     *
     * @throws dev.joust.error.NotFoundException if there is none of that name
     * @throws InvalidRequestException if there is a branch of it
     */
    public static void drop(LanceTable table, String name) {
        String what = "drop branch '" + name + "' of table '" + table.name() + "'";
        List<BranchFacts> all = list(table);
        require(table, name, all);
        all.stream()
                .filter(other -> other.parent().equals(Optional.of(name)))
                .findFirst()
                .ifPresent(other -> {
                    throw new InvalidRequestException("Cannot " + what + ": branch '" + other.name()
                            + "' was made from it and needs its files; drop that one first");
                });
        try (Dataset own = table.openAlone()) {
            LanceErrors.run(what, () -> own.branches().delete(name));
        }
        table.paths().ifPresent(paths -> removeRest(paths, name, what));
    }

    /** Lance leaves folders without files behind. */
    private static void removeRest(TablePaths paths, String name, String what) {
        Path folder = paths.tree().resolve(name);
        if (Files.exists(folder)) {
            try (Stream<Path> rest = Files.walk(folder)) {
                for (Path path : rest.sorted(Comparator.reverseOrder()).toList()) {
                    Files.deleteIfExists(path);
                }
            } catch (IOException e) {
                throw new StorageException(
                        "Cannot " + what + ": its files stay behind: " + StorageException.reason(e)
                                + "; delete the folder '" + folder + "'",
                        e);
            }
        }
        // Only if no other branch is in it.
        paths.tree().toFile().delete();
    }
}
