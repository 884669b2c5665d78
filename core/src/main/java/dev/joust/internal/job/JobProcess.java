// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.job;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * The process that a job runs in, so that another one can tell whether it still does.
 *
 * @param id the number that the operating system gives it
 * @param host the machine
 */
public record JobProcess(long id, String host) {
    /** The clocks of the process table and of a job's start are not quite the same. */
    private static final Duration TOLERANCE = Duration.ofSeconds(2);

    /** This process. */
    public static JobProcess current() {
        return new JobProcess(ProcessHandle.current().pid(), thisHost());
    }

    /** Reads what {@link #toString()} wrote; empty if it is something else. */
    public static Optional<JobProcess> parse(String text) {
        int at = text.indexOf('@');
        if (at <= 0 || !text.substring(0, at).matches("[0-9]{1,18}")) {
            return Optional.empty();
        }
        return Optional.of(new JobProcess(Long.parseLong(text.substring(0, at)), text.substring(at + 1)));
    }

    /**
     * Whether it may still work on a job: its machine is another one, or it is there and not younger than the job.
     *
     * @param jobStarted when the job started; a process that started later has only inherited the number
     */
    public boolean isAlive(Instant jobStarted) {
        if (!host.equals(thisHost())) {
            return true;
        }
        return ProcessHandle.of(id)
                .filter(ProcessHandle::isAlive)
                .map(handle -> handle.info()
                        .startInstant()
                        .map(start -> !start.isAfter(jobStarted.plus(TOLERANCE)))
                        .orElse(true))
                .orElse(false);
    }

    private static String thisHost() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "localhost";
        }
    }

    /** The number and the machine, such as {@code 4711@node-3}. */
    @Override
    public String toString() {
        return id + "@" + host;
    }
}
