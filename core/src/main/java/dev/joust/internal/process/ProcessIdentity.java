// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.process;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A process as what it leaves behind names it, so that another one can tell whether it still runs: names of files, tags
 * of a cleanup, rows of jobs and notes all say the same.
 *
 * <p>A number means a process only within one {@link ProcessSpace}: containers may share the name of a host and not see
 * each other's processes. Whether a process runs that was seen at an instant:
 *
 * <ul>
 *   <li>of the same space, the table of processes tells, and a process that started later has only inherited the
 *       number;
 *   <li>of an earlier start of the same machine, it is gone;
 *   <li>of any other space nobody can tell, nor of a process that an earlier version of Joust wrote down by its number
 *       and the name of its host alone. It counts as alive for {@link #UNSEEN_FOR}, so that nothing of a living one is
 *       lost; then as gone, so that nothing stays forever.
 * </ul>
 *
 * @param number the number that the operating system gives it
 * @param space where the number means it; empty if that was not written down
 */
public record ProcessIdentity(long number, Optional<ProcessSpace> space) {
    /** How long a process counts as alive that nobody here can see. */
    public static final Duration UNSEEN_FOR = Duration.ofDays(30);

    /** The clocks of the process table and of the file system are not quite the same. */
    private static final Duration TOLERANCE = Duration.ofSeconds(2);

    private static final Pattern TEXT =
            Pattern.compile("(?<number>\\d{1,18})@(?<host>[^/]*)(/(?<space>[0-9a-f]{16}))?");
    private static final Pattern PART = Pattern.compile("(?<number>\\d{1,18})-(?<space>[0-9a-f]{16})");

    /** What is known of a process. */
    public enum Life {
        /** It runs. */
        ALIVE,
        /** It has ended. */
        GONE,
        /** It cannot be seen from here. */
        UNSEEN
    }

    /** This process. */
    public static ProcessIdentity current() {
        return new ProcessIdentity(ProcessHandle.current().pid(), Optional.of(ProcessSpace.HERE));
    }

    /**
     * Reads what {@link #text()} wrote, also in an earlier version, which left out the space; empty if it is something
     * else.
     */
    public static Optional<ProcessIdentity> parse(String text) {
        return of(TEXT.matcher(text));
    }

    /** Reads what {@link #namePart()} wrote; empty if it is something else. */
    public static Optional<ProcessIdentity> parseNamePart(String part) {
        return of(PART.matcher(part));
    }

    private static Optional<ProcessIdentity> of(Matcher text) {
        return text.matches()
                ? Optional.of(new ProcessIdentity(
                        Long.parseLong(text.group("number")),
                        Optional.ofNullable(text.group("space")).map(ProcessSpace::parse)))
                : Optional.empty();
    }

    /**
     * Whether it runs.
     *
     * @param seen when it certainly ran
     */
    public Life life(Instant seen) {
        if (space.isEmpty() || !space.get().machine().equals(ProcessSpace.HERE.machine())) {
            return Life.UNSEEN;
        }
        return space.get().equals(ProcessSpace.HERE) && isInTable(seen) ? Life.ALIVE : Life.GONE;
    }

    /**
     * Whether it may still run: it does, or nobody can tell and it was seen within {@link #UNSEEN_FOR}.
     *
     * @param seen when it certainly ran
     */
    public boolean mayBeAlive(Instant seen) {
        return switch (life(seen)) {
            case ALIVE -> true;
            case GONE -> false;
            case UNSEEN -> seen.isAfter(Instant.now().minus(UNSEEN_FOR));
        };
    }

    private boolean isInTable(Instant seen) {
        return ProcessHandle.of(number)
                .filter(ProcessHandle::isAlive)
                .filter(process -> process.info()
                        .startInstant()
                        .map(start -> !start.isAfter(seen.plus(TOLERANCE)))
                        .orElse(true))
                .isPresent();
    }

    /** A part of a name: the number and the space, such as {@code 4711-0123456789abcdef}. */
    public String namePart() {
        return number + "-" + space.map(ProcessSpace::toString).orElse("");
    }

    /**
     * For people too: the number, the name of this host and the space, such as {@code 4711@node-3/0123456789abcdef}.
     */
    public String text() {
        return number + "@" + ProcessSpace.hostName()
                + space.map(known -> "/" + known).orElse("");
    }
}
