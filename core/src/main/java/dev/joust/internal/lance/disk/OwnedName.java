// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.lance.disk;

import dev.joust.internal.process.ProcessIdentity;
import dev.joust.internal.process.ProcessIdentity.Life;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Names of new files that say which process writes them, so that what a killed one left behind is known as such:
 * {@code <uuid>-<process>-<machine>.lance}, see {@link ProcessIdentity}.
 *
 * <p>Earlier versions wrote 8 hex digits for the machine, which nobody reads any more: their processes count as unseen.
 */
public final class OwnedName {
    private static final Pattern NAME = Pattern.compile(".*-(?<process>\\d{1,18}-[0-9a-f]{16})\\.[a-z]+");

    private OwnedName() {}

    /** This process, as the names of its files say it. */
    public static String thisProcess() {
        return ProcessIdentity.current().namePart();
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
     * Whether a file has such a name and the process that gave it is gone. Of files of other machines that is not
     * known.
     *
     * @param written when the file was there already; a process that started later has only inherited the number
     */
    public static boolean isAbandoned(String name, Instant written) {
        return life(name, written) == Life.GONE;
    }

    /**
     * Whether the process that gave a file its name may still run: it does, or nobody can tell and the file was written
     * within {@link ProcessIdentity#UNSEEN_FOR}.
     *
     * @param written when the file was there already
     */
    public static boolean mayBeAlive(String name, Instant written) {
        return owner(name)
                .map(process -> process.mayBeAlive(written))
                .orElseGet(() -> written.isAfter(Instant.now().minus(ProcessIdentity.UNSEEN_FOR)));
    }

    /** What is known of the process that gave a name. */
    static Life life(String name, Instant written) {
        return owner(name).map(process -> process.life(written)).orElse(Life.UNSEEN);
    }

    private static Optional<ProcessIdentity> owner(String name) {
        Matcher owner = NAME.matcher(name);
        return owner.matches() ? ProcessIdentity.parseNamePart(owner.group("process")) : Optional.empty();
    }
}
