// SPDX-License-Identifier: Apache-2.0
package dev.joust.cli.frame;

import static java.util.Objects.requireNonNull;

import dev.joust.Joust;
import dev.joust.Lake;
import dev.joust.cli.print.ProgressPrinter;
import dev.joust.cli.print.Terminal;
import dev.joust.job.Cancellation;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What the commands of one run share: the options given before or after the command's name, and where words go.
 *
 * <p>Each command class takes it in its constructor.
 *
 * <p>Threads: belongs to the thread that runs the command, except for {@link #leave} and what that needs.
 */
public final class Session {
    private static final String DEFAULT_LAKE = "data/lake";

    private final Terminal terminal;
    private final Map<String, String> environment;
    private final Interrupts interrupts;
    private final long startNanos = System.nanoTime();
    private @Nullable String lakeOption;
    private volatile boolean json;
    private boolean debug;
    private @Nullable Output output;
    private volatile @Nullable ProgressPrinter progress;
    private volatile String outcome = "nothing was begun";
    private volatile boolean left;

    /** Begins a session without any option given. */
    public Session(Terminal terminal, Map<String, String> environment, Interrupts interrupts) {
        this.terminal = requireNonNull(terminal, "terminal");
        this.environment = Map.copyOf(environment);
        this.interrupts = requireNonNull(interrupts, "interrupts");
        this.debug = "1".equals(environment.get("JOUST_DEBUG"));
    }

    /** The lake to work on: the option, else {@code JOUST_LAKE}, else {@value #DEFAULT_LAKE}. */
    public String lakeUri() {
        if (lakeOption != null) {
            return lakeOption;
        }
        String variable = environment.getOrDefault("JOUST_LAKE", "");
        return variable.isEmpty() ? DEFAULT_LAKE : variable;
    }

    /** A variable of the environment that the command runs in; empty where it is not set or set to nothing. */
    public Optional<String> variable(String name) {
        return Optional.ofNullable(environment.get(name)).filter(value -> !value.isEmpty());
    }

    /** Opens the lake to work on; the caller closes it. */
    public Lake openLake() {
        return Joust.open(lakeUri());
    }

    /**
     * Does work that ends early, with what is committed kept, when a signal comes.
     *
     * @param kept what then became of the work, in words, and what to do
     * @param work looks at the cancellation from time to time
     * @throws Interruption if it ended so
     */
    public <T> T runCancellable(String kept, Function<Cancellation, T> work) {
        try {
            return runCancellable(work);
        } catch (CancellationException e) {
            throw Interruption.bySignal(kept, e);
        }
    }

    /**
     * Does work that ends early, with what is committed kept, when a signal comes.
     *
     * @param work looks at the cancellation from time to time
     * @throws CancellationException if it ended so
     */
    public <T> T runCancellable(Function<Cancellation, T> work) {
        Cancellation cancellation = new Cancellation();
        try {
            return interrupts.runCancellable(cancellation::request, () -> work.apply(cancellation));
        } catch (RuntimeException e) {
            if (cancellation.isRequested() && !(e instanceof CancellationException)) {
                // Thrown inside a library's callback, a cancellation may come back as that library's failure.
                CancellationException cancelled = new CancellationException("A signal asked the command to stop");
                cancelled.addSuppressed(e);
                throw cancelled;
            }
            throw e;
        }
    }

    /** Where results go. */
    public synchronized Output output() {
        if (output == null) {
            output = json ? Output.json(terminal) : Output.text(terminal);
        }
        return output;
    }

    /** Where progress goes; one is used for the whole run. */
    public ProgressPrinter newProgress() {
        ProgressPrinter begun = ProgressPrinter.start(terminal, json);
        progress = begun;
        return begun;
    }

    /**
     * Tells a program, with {@code --json} only, that a command without progress has made a version.
     *
     * @param rows how many rows it handled, all there were to handle
     */
    public void tellCommit(String stage, long rows, long version) {
        if (json) {
            double seconds = (System.nanoTime() - startNanos) / 1e9;
            ProgressPrinter.tellCommit(terminal, stage, rows, seconds, version);
        }
    }

    /** Says that from now on the command itself is at work. */
    public void begin() {
        outcome = "what is committed stays, and nothing is half done";
    }

    /**
     * Says what becomes of work that cannot be cancelled when a signal comes.
     *
     * @param kept what is kept, and what to do, in words
     */
    public void beginUncancellable(String kept) {
        outcome = requireNonNull(kept, "kept");
    }

    /** Ends the progress of a command that is left where it is, and says what became of it. */
    public Interruption leave() {
        left = true;
        ProgressPrinter begun = progress;
        if (begun != null) {
            begun.close();
        }
        return Interruption.bySignal(outcome, new CancellationException("A signal asked the command to stop"));
    }

    /** Whether nobody hears of the command any more. */
    public boolean isLeft() {
        return left;
    }

    /** Where words go, and what that place can show. */
    public Terminal terminal() {
        return terminal;
    }

    /** What signals reach. */
    public Interrupts interrupts() {
        return interrupts;
    }

    /** Whether failures are told with their stack traces. */
    public boolean isDebug() {
        return debug;
    }

    /** Whether the result is one JSON document. */
    public boolean isJson() {
        return json;
    }

    /** Takes the option for the lake. */
    public void useLake(String uri) {
        lakeOption = requireNonNull(uri, "uri");
    }

    /** Takes the option for JSON. */
    public void useJson() {
        json = true;
    }

    /** Takes the option for stack traces. */
    public void useDebug() {
        debug = true;
    }
}
