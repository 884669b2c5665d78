// SPDX-License-Identifier: Apache-2.0
package dev.joust.cli;

import static java.util.Objects.requireNonNull;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the commands of one run share: the options given before or after the command's name, and where words go.
 *
 * <p>Each command class takes it in its constructor.
 *
 * <p>Threads: belongs to the thread that runs the command.
 */
final class Session {
    private static final String DEFAULT_LAKE = "data/lake";

    private final Terminal terminal;
    private final Map<String, String> environment;
    private final Interrupts interrupts;
    private @Nullable String lakeOption;
    private boolean json;
    private boolean debug;
    private @Nullable Output output;

    Session(Terminal terminal, Map<String, String> environment, Interrupts interrupts) {
        this.terminal = requireNonNull(terminal, "terminal");
        this.environment = Map.copyOf(environment);
        this.interrupts = requireNonNull(interrupts, "interrupts");
        this.debug = "1".equals(environment.get("JOUST_DEBUG"));
    }

    /** The lake to work on: the option, else {@code JOUST_LAKE}, else {@value #DEFAULT_LAKE}. */
    String lakeUri() {
        if (lakeOption != null) {
            return lakeOption;
        }
        String variable = environment.getOrDefault("JOUST_LAKE", "");
        return variable.isEmpty() ? DEFAULT_LAKE : variable;
    }

    /** Where results go. */
    Output output() {
        if (output == null) {
            output = json ? Output.json(terminal) : Output.text(terminal);
        }
        return output;
    }

    /** Where progress goes; one is used for the whole run. */
    ProgressPrinter newProgress() {
        return ProgressPrinter.start(terminal, json);
    }

    Terminal terminal() {
        return terminal;
    }

    Interrupts interrupts() {
        return interrupts;
    }

    boolean isDebug() {
        return debug;
    }

    boolean isJson() {
        return json;
    }

    void useLake(String uri) {
        lakeOption = requireNonNull(uri, "uri");
    }

    void useJson() {
        json = true;
    }

    void useDebug() {
        debug = true;
    }
}
