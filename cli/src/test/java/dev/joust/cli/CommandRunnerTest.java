// SPDX-License-Identifier: Apache-2.0
package dev.joust.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.joust.cli.frame.Interrupts;
import dev.joust.cli.frame.Session;
import dev.joust.cli.print.FakeTerminal;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class CommandRunnerTest {
    private final FakeTerminal fake = FakeTerminal.plain(100);

    @Test
    void refusesHelpOfACommandThatThereIsNot() {
        assertThat(run("serch", "--help")).isEqualTo(2);
        assertThat(fake.stdout()).isEmpty();
        assertThat(fake.stderr())
                .isEqualTo("joust: Cannot run 'joust': it has no command 'serch'; did you mean 'search' or 'query'"
                        + " or 'branch'?\n");
    }

    @Test
    void showsHelp() {
        assertThat(run("--help")).isZero();
        assertThat(fake.stdout()).startsWith("Usage: joust ").doesNotContain("warm-up");
        assertThat(fake.stderr()).isEmpty();
    }

    @Test
    void showsHelpAsADocument() {
        assertThat(run("count", "--json", "--help")).isZero();
        assertThat(fake.stdout()).startsWith("{\"help\":\"Usage: joust count ").endsWith("\"}\n");
    }

    @Test
    void showsHelpOfTheCommandThatFollowsTheWord() {
        assertThat(run("help", "count")).isZero();
        assertThat(fake.stdout()).startsWith("Usage: joust count ");
    }

    @Test
    void showsTheVersionAsADocument() {
        assertThat(run("--version", "--json")).isZero();
        assertThat(fake.stdout()).startsWith("{\"version\":").endsWith("}\n");
    }

    @Test
    void refusesALineWithoutACommand() {
        assertThat(run()).isEqualTo(2);
        assertThat(fake.stderr())
                .isEqualTo("joust: Cannot run 'joust': no command was given; 'joust --help' shows what there is\n");
        assertThat(fake.stdout()).isEmpty();
    }

    @Test
    void suggestsNearOptions() {
        assertThat(run("--lakes", "x")).isEqualTo(2);
        assertThat(fake.stderr())
                .isEqualTo("joust: Cannot run 'joust': it has no option '--lakes'; did you mean '--lake'?\n");
    }

    @Test
    void tellsUsageErrorsAsADocumentToo() {
        assertThat(run("zzz", "--json")).isEqualTo(2);
        assertThat(fake.stdout())
                .isEqualTo(
                        "{\"error\":{\"code\":\"INVALID_REQUEST\",\"message\":\"Cannot run 'joust': it has no command"
                                + " 'zzz'; 'joust --help' shows what there is\"}}\n");
    }

    @Test
    void takesTheLakeFromTheOptionThenTheEnvironmentThenTheDefault() {
        Session bare = new Session(fake.terminal(), Map.of(), new Interrupts());
        Session withVariable = new Session(fake.terminal(), Map.of("JOUST_LAKE", "/b"), new Interrupts());

        assertThat(bare.lakeUri()).isEqualTo("data/lake");
        assertThat(withVariable.lakeUri()).isEqualTo("/b");
        CommandRunner.commandLine(withVariable).parseArgs("--lake", "/a");
        assertThat(withVariable.lakeUri()).isEqualTo("/a");
    }

    @Test
    void findsTheCommandBehindOptions() {
        assertThat(run("--lake", "lake", "--json", "warm-up", "more")).isEqualTo(2);
        assertThat(fake.stderr())
                .isEqualTo("joust: Cannot run 'joust warm-up': it has no argument 'more'; 'joust warm-up --help' shows"
                        + " what there is\n");
    }

    @Test
    void describesEveryCommandWithAnExample() {
        Session session = new Session(fake.terminal(), Map.of(), new Interrupts());

        assertThat(all(CommandRunner.commandLine(session)))
                .hasSizeGreaterThan(40)
                .allSatisfy(command -> {
                    assertThat(command.getUsageMessage()).contains("Example").contains("  joust ");
                    assertThat(command.getCommandSpec().usageMessage().description()[0])
                            .endsWith(".");
                });
    }

    private static List<CommandLine> all(CommandLine command) {
        return command.getSubcommands().values().stream()
                .filter(each -> !each.getCommandSpec().usageMessage().hidden())
                .flatMap(each -> Stream.concat(Stream.of(each), all(each).stream()))
                .toList();
    }

    @Test
    void runsOnATerminalThatIsTooNarrowForTheHelp() {
        FakeTerminal narrow = FakeTerminal.plain(40);

        int exitCode = new CommandRunner(narrow.terminal(), Map.of(), new Interrupts()).run("count", "--help");

        assertThat(exitCode).isZero();
        assertThat(narrow.stdout()).startsWith("Usage: joust count ");
        assertThat(narrow.stdout().lines()).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(80));
    }

    @Test
    void asksForASubcommand() {
        assertThat(run("index")).isEqualTo(2);
        assertThat(fake.stderr())
                .isEqualTo("joust: Cannot run 'joust index': missing required subcommand; 'joust index --help' shows"
                        + " what there is\n");
    }

    @Test
    void warmsUp() {
        assertThat(run("warm-up")).isZero();
        assertThat(fake.stderr()).isEmpty();
    }

    private int run(String... arguments) {
        return new CommandRunner(fake.terminal(), Map.of(), new Interrupts()).run(arguments);
    }
}
