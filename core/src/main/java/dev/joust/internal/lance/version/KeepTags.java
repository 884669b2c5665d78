// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.lance.version;

import dev.joust.internal.lance.LanceTable;
import dev.joust.internal.lance.Snapshot;
import dev.joust.internal.lance.guard.LanceErrors;
import java.net.InetAddress;
import java.net.UnknownHostException;
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
 * Tags that keep versions while a cleanup runs; nobody else sees them.
 *
 * <p>A name holds the version, the process with the time of its start, the run and the machine:
 * {@code _joust_keep_7_4711_1700000000000_1c9e3f60_node-3}. So runs of several processes do not meet, and what a killed
 * one left behind is found.
 */
final class KeepTags implements AutoCloseable {
    private static final String PREFIX = "_joust_keep_";
    private static final int ATTEMPTS = 20;
    private static final Pattern NAME =
            Pattern.compile(PREFIX + "\\d+_(?<process>\\d{1,18})_(?<start>\\d{1,18})_[0-9a-f]{8}_(?<host>.*)");
    private static final String HOST = host();

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
            tags.close();
            throw e;
        }
    }

    static boolean isOne(String tag) {
        return tag.startsWith(PREFIX);
    }

    private void create(Collection<Long> versions) {
        String run = "_" + ProcessHandle.current().pid() + "_" + started(ProcessHandle.current()) + "_"
                + UUID.randomUUID().toString().substring(0, 8) + "_" + HOST;
        for (long version : versions) {
            names.add(PREFIX + version + run);
            LanceErrors.run(
                    "keep version " + version + " of table '" + table.name() + "'",
                    () -> Versions.createTag(table, dataset, PREFIX + version + run, version));
        }
    }

    private void removeLeftovers() {
        TagFiles.removeDamagedLeftovers(table);
        tags().stream().map(Tag::getName).filter(KeepTags::isLeftover).forEach(this::remove);
    }

    /** Whether such a tag went away while the tags were listed. */
    static boolean isAbout(RuntimeException failure) {
        return String.valueOf(failure.getMessage()).contains(PREFIX);
    }

    /** Lance lists the names and then reads the files: one that another run removes in between is in its way. */
    private List<Tag> tags() {
        for (int attempt = 1; ; attempt++) {
            try {
                return dataset.tags().list();
            } catch (RuntimeException e) {
                if (!isAbout(e) || attempt == ATTEMPTS) {
                    throw LanceErrors.translate("list the tags of table '" + table.name() + "'", e);
                }
            }
        }
    }

    static boolean isLeftover(String tag) {
        if (!isOne(tag)) {
            return false;
        }
        Matcher name = NAME.matcher(tag);
        if (!name.matches()) {
            return true;
        }
        return name.group("host").equals(HOST)
                && ProcessHandle.of(Long.parseLong(name.group("process")))
                        .filter(ProcessHandle::isAlive)
                        .filter(process -> started(process) == Long.parseLong(name.group("start")))
                        .isEmpty();
    }

    private static long started(ProcessHandle process) {
        return process.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
    }

    private static String host() {
        try {
            return InetAddress.getLocalHost().getHostName().replaceAll("[^A-Za-z0-9-]", "-");
        } catch (UnknownHostException e) {
            return "localhost";
        }
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

    @Override
    public void close() {
        names.forEach(this::remove);
    }
}
