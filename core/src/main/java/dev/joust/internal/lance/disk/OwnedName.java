// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.lance.disk;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32;

/**
 * Names of new files that say which process writes them, so that what a killed one left behind is known as such:
 * {@code <uuid>-<process>-<hash of the machine>.lance}.
 *
 * <p>Processes are known by their number only where the same number means the same process. Containers and machines may
 * share a name, so the hash also takes in the space of process numbers and the start of the system, where they can be
 * found out: after a new start, what was left before it counts as another machine's.
 */
public final class OwnedName {
    private static final Pattern NAME = Pattern.compile(".*-(?<process>\\d{1,18})-(?<host>[0-9a-f]{8})\\.[a-z]+");
    /** The clocks of the process table and of the file system are not quite the same. */
    private static final Duration TOLERANCE = Duration.ofSeconds(2);

    private static final String HOST = host();

    private OwnedName() {}

    /** This process, as the names of its files say it. */
    public static String thisProcess() {
        return ProcessHandle.current().pid() + "-" + HOST;
    }

    /** The name of a data file that no other has. */
    public static String next(String owner) {
        return UUID.randomUUID() + "-" + owner + ".lance";
    }

    /** The name of a folder for unfinished files that no other has. */
    public static String nextFolder(String owner) {
        return UUID.randomUUID() + "-" + owner + ".staging";
    }

    /**
     * Whether a file has such a name and the process of this machine that gave it is gone. Of files of other machines
     * that is not known.
     *
     * @param written when the file was there already; a process that started later has only inherited the number
     */
    public static boolean isAbandoned(String name, Instant written) {
        Matcher owner = NAME.matcher(name);
        if (!owner.matches() || !owner.group("host").equals(HOST)) {
            return false;
        }
        return ProcessHandle.of(Long.parseLong(owner.group("process")))
                .filter(ProcessHandle::isAlive)
                .filter(process -> process.info()
                        .startInstant()
                        .map(start -> !start.isAfter(written.plus(TOLERANCE)))
                        .orElse(true))
                .isEmpty();
    }

    private static String host() {
        String name;
        try {
            name = InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            name = "localhost";
        }
        CRC32 hash = new CRC32();
        hash.update((name + "\n" + numbering()).getBytes(StandardCharsets.UTF_8));
        return String.format("%08x", hash.getValue());
    }

    /** What tells the process numbers of this system from those of others; empty where nobody knows. */
    private static String numbering() {
        try {
            return Files.readSymbolicLink(Path.of("/proc/self/ns/pid")) + "\n"
                    + Files.readString(Path.of("/proc/sys/kernel/random/boot_id"));
        } catch (IOException | UnsupportedOperationException e) {
            // Linux alone has them.
            return "";
        }
    }
}
