// SPDX-License-Identifier: Apache-2.0
package dev.joust.cli;

import java.util.List;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** All commands. */
final class Commands {
    /** In the order of the help. */
    private static final List<Class<?>> ALL = List.of(WarmUpCommand.class);

    private Commands() {}

    /**
     * Adds the command that the arguments name, or all commands where they name none.
     *
     * <p>picocli reads each command that it is given through reflection: one instead of all makes for a faster start.
     */
    static void addTo(CommandLine root, String... arguments) {
        Optional<Class<?>> named = firstWord(arguments).flatMap(Commands::find);
        if (named.isPresent()) {
            root.addSubcommand(named.get());
        } else {
            ALL.forEach(root::addSubcommand);
        }
    }

    private static Optional<Class<?>> find(String name) {
        return ALL.stream()
                .filter(type -> type.getAnnotation(Command.class).name().equals(name))
                .findFirst();
    }

    private static Optional<String> firstWord(String... arguments) {
        for (int i = 0; i < arguments.length; i++) {
            if (arguments[i].equals("--lake")) {
                i++;
            } else if (!arguments[i].startsWith("-")) {
                return Optional.of(arguments[i]);
            }
        }
        return Optional.empty();
    }
}
