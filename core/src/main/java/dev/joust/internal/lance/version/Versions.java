// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.lance.version;

import dev.joust.error.AlreadyExistsException;
import dev.joust.error.NotFoundException;
import dev.joust.error.StorageException;
import dev.joust.internal.lance.LanceTable;
import dev.joust.internal.lance.Snapshot;
import dev.joust.internal.lance.commit.Changes;
import dev.joust.internal.lance.disk.TablePaths;
import dev.joust.internal.lance.guard.LanceErrors;
import dev.joust.internal.lance.guard.VanishedVersions;
import dev.joust.schema.Names;
import java.io.File;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.lance.Dataset;
import org.lance.Ref;
import org.lance.Transaction;
import org.lance.Version;
import org.lance.operation.Operation;
import org.lance.operation.Restore;

/** The versions of a table and the tags that name them. */
public final class Versions {
    private Versions() {}

    /** All versions that are still there, oldest first. */
    public static List<VersionFacts> list(LanceTable table) {
        try (Snapshot now = table.latest()) {
            Map<Long, List<String>> tags = tagsByVersion(now);
            List<VersionFacts> versions = new ArrayList<>();
            for (Version version : all(now)) {
                versions.add(facts(table, version, tags.getOrDefault(version.getId(), List.of())));
            }
            return versions;
        }
    }

    /** Lists what is there; Lance fails where a cleanup takes a version away between its listing and its reading. */
    static List<Version> all(Snapshot now) {
        return LanceErrors.call(
                "list the versions of table '" + now.table().name() + "'",
                () -> VanishedVersions.retried(now.dataset()::listVersions));
    }

    private static Map<String, Long> userTags(Snapshot now) {
        if (now.table().isBranch()) {
            // Lance gives those of its table, which name other versions.
            return Map.of();
        }
        Map<String, Long> tags = new TreeMap<>(TagFiles.readable(now));
        tags.keySet().removeIf(KeepTags::isOne);
        return tags;
    }

    private static VersionFacts facts(LanceTable table, Version version, List<String> tags) {
        try (Snapshot at = table.at(version.getId());
                Transactions transaction = Transactions.of(at)) {
            return new VersionFacts(
                    version.getId(),
                    version.getDataTime().toInstant(),
                    version.getManifestSummary().getTotalRows(),
                    OperationWords.of(transaction.operation()),
                    transaction.properties(),
                    tags);
        }
    }

    /** The numbers of all versions that are still there, oldest first. */
    public static List<Long> numbers(LanceTable table) {
        try (Snapshot now = table.latest()) {
            List<Long> named = table.paths().map(TablePaths::versionNumbers).orElse(List.of());
            // Lance's own listing reads every manifest; it is needed where they have other names, or are no files.
            return named.contains(now.version())
                    ? named
                    : all(now).stream().map(Version::getId).toList();
        }
    }

    /** Whether a version is still there. */
    public static boolean has(LanceTable table, long version) {
        try (Snapshot now = table.latest()) {
            return version == now.version()
                    || table.paths()
                            .filter(paths -> paths.manifest(version).toFile().exists())
                            .isPresent()
                    || numbers(table).contains(version);
        }
    }

    /** Opens one version. The caller closes it. */
    public static Snapshot open(LanceTable table, long version) {
        require(table, version);
        return table.at(version);
    }

    /** Version numbers as people write them: {@code 1-3, 7}. */
    static String ranges(List<Long> numbers) {
        List<String> parts = new ArrayList<>();
        for (int from = 0, to; from < numbers.size(); from = to + 1) {
            to = from;
            while (to + 1 < numbers.size() && numbers.get(to + 1) == numbers.get(to) + 1) {
                to++;
            }
            parts.add(from == to ? numbers.get(from).toString() : numbers.get(from) + "-" + numbers.get(to));
        }
        return String.join(", ", parts);
    }

    /** Makes an old version the newest one, as a new version that copies nothing. */
    public static long restore(LanceTable table, long version) {
        require(table, version);
        return Changes.retried(
                table,
                now -> table.commit(
                        now,
                        Restore.builder().version(version).build(),
                        Map.of(Changes.OPERATION, "restore " + version)));
    }

    /** The tags in alphabetical order with their versions. */
    public static Map<String, Long> tags(LanceTable table) {
        try (Snapshot now = table.latest()) {
            return userTags(now);
        }
    }

    /**
     * The version that a tag names.
     *
     * @throws NotFoundException if there is no such tag, with the nearest ones
     */
    public static long tagged(LanceTable table, String tag) {
        Map<String, Long> tags = tags(table);
        Long version = tags.get(tag);
        if (version == null) {
            requireWhole(table, tag);
            throw Names.notFound("tag", tag, "table '" + table.name() + "'", tags.keySet());
        }
        return version;
    }

    private static void requireWhole(LanceTable table, String tag) {
        if (TagFiles.isDamaged(table, tag)) {
            throw TagFiles.unreadable(table, tag);
        }
    }

    /** Checks that a version is still there. */
    public static void require(LanceTable table, long version) {
        if (!has(table, version)) {
            throw new NotFoundException(
                    "Cannot open version " + version + " of table '" + table.name() + "': its versions are "
                            + ranges(numbers(table)) + "; choose one of these",
                    "version",
                    Long.toString(version),
                    List.of());
        }
    }

    /** Names a version. */
    public static void tag(LanceTable table, String name, long version) {
        require(table, version);
        requireWhole(table, name);
        Optional<Long> taken = Optional.ofNullable(tags(table).get(name));
        if (taken.isPresent()) {
            throw new AlreadyExistsException(
                    "Cannot tag version " + version + " of table '" + table.name() + "': the tag '" + name
                            + "' names version " + taken.get() + " already; drop it first or choose another name",
                    "tag",
                    name);
        }
        try (Snapshot now = table.latest()) {
            createTag(table, now.dataset(), name, version);
            table.paths().ifPresent(paths -> table.store().durability().sync(List.of(paths.tag(name))));
        } catch (Exception e) {
            throw LanceErrors.translate("tag version " + version + " of table '" + table.name() + "'", e);
        }
    }

    /** Lance takes a tag for written even where the disk was full, and then can list none of the table's. */
    static void createTag(LanceTable table, Dataset dataset, String name, long version) {
        dataset.tags().create(name, Ref.ofMain(version));
        Optional<File> empty =
                table.paths().map(paths -> paths.tag(name).toFile()).filter(file -> file.length() == 0);
        if (empty.isPresent()) {
            empty.get().delete();
            throw new StorageException("Cannot write tag '" + name + "' of table '" + table.name()
                    + "': its file is empty, as on a full disk; free some space, nothing was committed");
        }
    }

    /** Forgets a tag if its file is damaged, so that it names no version. */
    public static void dropDamagedTag(LanceTable table, String name) {
        if (TagFiles.isDamaged(table, name)) {
            TagFiles.delete(table, name);
        }
    }

    /** Forgets a tag, or does nothing if there is none; see {@link #dropTag}. */
    public static void dropTagIfThere(LanceTable table, String name) {
        try {
            dropTag(table, name);
        } catch (NotFoundException e) {
            // That is what was asked for.
        }
    }

    /** Forgets a tag; the version stays until the next cleanup. */
    public static void dropTag(LanceTable table, String name) {
        if (TagFiles.isDamaged(table, name)) {
            TagFiles.delete(table, name);
            return;
        }
        Map<String, Long> tags = tags(table);
        if (!tags.containsKey(name)) {
            throw new NotFoundException(
                    "Cannot drop tag '" + name + "' of table '" + table.name() + "': there is no such tag; "
                            + (tags.isEmpty()
                                    ? "the table has none"
                                    : "its tags are " + String.join(", ", tags.keySet())),
                    "tag",
                    name,
                    List.copyOf(tags.keySet()));
        }
        try (Snapshot now = table.latest()) {
            now.dataset().tags().delete(name);
        } catch (Exception e) {
            throw LanceErrors.translate("drop tag '" + name + "' of table '" + table.name() + "'", e);
        }
    }

    private static Map<Long, List<String>> tagsByVersion(Snapshot now) {
        return userTags(now).entrySet().stream()
                .collect(Collectors.groupingBy(
                        Map.Entry::getValue, TreeMap::new, Collectors.mapping(Map.Entry::getKey, Collectors.toList())));
    }

    /** The transaction that made a version, closed after it was read. */
    private record Transactions(Optional<Transaction> transaction, String otherwise) implements AutoCloseable {
        static Transactions of(Snapshot snapshot) {
            try {
                return new Transactions(snapshot.transaction(), snapshot.isCloned() ? "clone" : "unknown");
            } catch (Exception e) {
                // Some operations of newer writers cannot be read by this binding; their versions can.
                return new Transactions(Optional.empty(), "unknown");
            }
        }

        String operation() {
            return properties()
                    .getOrDefault(
                            Changes.OPERATION,
                            transaction
                                    .map(Transaction::operation)
                                    .map(Operation::name)
                                    .orElse(otherwise));
        }

        Map<String, String> properties() {
            return transaction.flatMap(Transaction::transactionProperties).orElse(Map.of());
        }

        @Override
        public void close() {
            transaction.ifPresent(Transaction::close);
        }
    }
}
