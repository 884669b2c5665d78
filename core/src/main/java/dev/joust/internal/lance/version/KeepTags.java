// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.lance.version;

import dev.joust.internal.lance.LanceTable;
import dev.joust.internal.lance.Snapshot;
import dev.joust.internal.lance.guard.LanceErrors;
import dev.joust.internal.process.ProcessIdentity;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.lance.Dataset;
import org.lance.Tag;

/**
 * Tags that keep versions while a cleanup or a job runs; nobody else sees them.
 *
 * <p>A name holds the version, the number of the process, when the tag was made, the run and the machine:
 * {@code _joust_keep_7_4711_1700000000000_1c9e3f60_on.0123456789abcdef}. So runs of several processes do not meet, and
 * what a killed one left behind is found, see {@link ProcessIdentity}.
 *
 * <p>Any other name with this beginning is of an earlier version, which wrote down the name of the host: containers may
 * share it, so nobody can tell whether such a process runs, and its tags go when they are old. Earlier versions take a
 * name of today for that of another host, and leave it alone.
 */
final class KeepTags implements AutoCloseable {
    private static final String PREFIX = "_joust_keep_";
    private static final int ATTEMPTS = 20;
    private static final Pattern NAME = Pattern.compile(
            PREFIX + "\\d+_(?<process>\\d{1,18})_(?<made>\\d{1,18})_[0-9a-f]{8}_on\\.(?<space>[0-9a-f]{16})");

    private final LanceTable table;
    private final Dataset dataset;
    private final List<String> names = new ArrayList<>();

    private KeepTags(LanceTable table, Dataset dataset) {
        this.table = table;
        this.dataset = dataset;
    }

    /** Tags these versions until it is closed, and removes what dead processes of this machine left behind. */
    static KeepTags of(Snapshot now, Collection<Long> versions) {
        KeepTags tags = new KeepTags(now.table(), now.dataset());
        try {
            tags.removeLeftovers();
            tags.create(versions);
            return tags;
        } catch (RuntimeException e) {
            tags.closeAfter(e);
            throw e;
        }
    }

    /** Tags one version until it is closed. */
    static KeepTags of(Snapshot version) {
        KeepTags tags = new KeepTags(version.table(), version.dataset());
        try {
            tags.create(List.of(version.version()));
            return tags;
        } catch (RuntimeException e) {
            tags.closeAfter(e);
            throw e;
        }
    }

    static boolean isOne(String tag) {
        return tag.startsWith(PREFIX);
    }

    private void create(Collection<Long> versions) {
        String[] process = ProcessIdentity.current().namePart().split("-", 2);
        String run = "_" + process[0] + "_" + Instant.now().toEpochMilli() + "_"
                + UUID.randomUUID().toString().substring(0, 8) + "_on." + process[1];
        for (long version : versions) {
            names.add(PREFIX + version + run);
            LanceErrors.run(
                    "keep version " + version + " of table '" + table.name() + "'",
                    () -> Versions.createTag(table, dataset, PREFIX + version + run, version));
        }
    }

    private void removeLeftovers() {
        TagFiles.removeDamagedLeftovers(table);
        tags().stream()
                .filter(tag -> isLeftover(
                        tag.getName(), tag.getCreatedAt().orElseGet(() -> TagFiles.written(table, tag.getName()))))
                .map(Tag::getName)
                .forEach(this::remove);
    }

    /** Whether such a tag went away while the tags were listed. */
    static boolean isAbout(Throwable failure) {
        return String.valueOf(failure.getMessage()).contains(PREFIX);
    }

    private List<Tag> tags() {
        return LanceErrors.call("list the tags of table '" + table.name() + "'", () -> list(dataset));
    }

    /** Lance lists the names and then reads the files: one that another run removes in between is in its way. */
    static List<Tag> list(Dataset dataset) throws Exception {
        for (int attempt = 1; ; attempt++) {
            try {
                return dataset.tags().list();
            } catch (Exception e) {
                if (!isAbout(e) || attempt == ATTEMPTS) {
                    throw e;
                }
            }
        }
    }

    /**
     * Whether a cleanup made this tag whose process is gone, or which nobody can tell of and which is old.
     *
     * @param made when it was made
     */
    static boolean isLeftover(String tag, Instant made) {
        if (!isOne(tag)) {
            return false;
        }
        Matcher name = NAME.matcher(tag);
        if (!name.matches()) {
            return made.isBefore(Instant.now().minus(ProcessIdentity.UNSEEN_FOR));
        }
        return ProcessIdentity.parseNamePart(name.group("process") + "-" + name.group("space"))
                .filter(process -> process.mayBeAlive(Instant.ofEpochMilli(Long.parseLong(name.group("made")))))
                .isEmpty();
    }

    private void remove(String name) {
        try {
            dataset.tags().delete(name);
        } catch (Exception e) {
            // Another process may have removed it first; only one that is still there is in the way.
            if (tags().stream().anyMatch(tag -> tag.getName().equals(name))) {
                throw LanceErrors.translate("clean up table '" + table.name() + "'", e);
            }
        }
    }

    private void closeAfter(RuntimeException failure) {
        try {
            close();
        } catch (RuntimeException e) {
            failure.addSuppressed(e);
        }
    }

    @Override
    public void close() {
        names.forEach(this::remove);
    }
}
