// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.process;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.UUID;
import java.util.zip.CRC32;

/**
 * Where the number of a process means that process: one table of processes of a system, from its start to its end.
 *
 * <p>On Linux that is a PID namespace since a boot. The machine outlives its boots only where it is certain that the
 * next boot is of the same: in the namespace of the system itself, on an installation with a machine id. A container is
 * a machine of its own each time it starts, because others may have its name and its files. Elsewhere the machine is
 * the name of the host.
 *
 * @param machine 8 hex digits, the same as long as processes that are not in the table are known to have ended
 * @param table 8 hex digits, the same as long as one number means one process
 */
record ProcessSpace(String machine, String table) {
    /** The space of this process. */
    static final ProcessSpace HERE = here();

    /** The number that Linux gives to the namespace that is there from the boot. */
    private static final String NAMESPACE_OF_THE_SYSTEM = "pid:[4026531836]";

    static ProcessSpace parse(String sixteenDigits) {
        return new ProcessSpace(sixteenDigits.substring(0, 8), sixteenDigits.substring(8));
    }

    private static ProcessSpace here() {
        if (!System.getProperty("os.name", "").toLowerCase(Locale.ROOT).contains("linux")) {
            return of(hostName(), "");
        }
        try {
            String namespace =
                    Files.readSymbolicLink(Path.of("/proc/self/ns/pid")).toString();
            String boot = Files.readString(Path.of("/proc/sys/kernel/random/boot_id"));
            return linux(hostName(), namespace, boot, installation());
        } catch (IOException | UnsupportedOperationException e) {
            // A sandbox without them: nobody else can be sure to see the same processes.
            return of(UUID.randomUUID().toString(), "");
        }
    }

    /**
     * A space of Linux.
     *
     * @param installation the id of the machine; empty if there is none
     */
    static ProcessSpace linux(String host, String namespace, String boot, String installation) {
        String table = namespace + "\n" + boot;
        boolean outlivesBoots = namespace.equals(NAMESPACE_OF_THE_SYSTEM) && !installation.isEmpty();
        return of(host + "\n" + (outlivesBoots ? installation : table), table);
    }

    private static ProcessSpace of(String machine, String table) {
        return new ProcessSpace(hash(machine), hash(table));
    }

    private static String installation() {
        try {
            return Files.readString(Path.of("/etc/machine-id")).strip();
        } catch (IOException e) {
            return "";
        }
    }

    static String hostName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "localhost";
        }
    }

    private static String hash(String text) {
        CRC32 hash = new CRC32();
        hash.update(text.getBytes(StandardCharsets.UTF_8));
        return String.format("%08x", hash.getValue());
    }

    @Override
    public String toString() {
        return machine + table;
    }
}
