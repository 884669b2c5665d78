// SPDX-License-Identifier: Apache-2.0
package dev.joust.cli.frame;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Says to a person at a shell what the library says to a programmer: options for arguments, commands for calls. */
final class ShellWords {
    private static final Map<String, String> OPTIONS = Map.ofEntries(
            Map.entry("limit", "--limit"),
            Map.entry("offset", "--offset"),
            Map.entry("where", "--where"),
            Map.entry("probes", "--nprobes"),
            Map.entry("refine", "--refine"),
            Map.entry("partitions", "--partitions"),
            Map.entry("subVectors", "--sub-vectors"),
            Map.entry("bits", "--bits"),
            Map.entry("ef", "--ef"),
            Map.entry("m", "--m"),
            Map.entry("efConstruction", "--ef-construction"),
            Map.entry("fuzziness", "--fuzzy"),
            Map.entry("prefixLength", "--prefix-length"),
            Map.entry("slop", "--slop"),
            Map.entry("ngrams", "--ngrams"),
            Map.entry("maxTokenLength", "--max-token-length"),
            Map.entry("concurrency", "--concurrency"),
            Map.entry("batchRows", "--batch-rows"),
            Map.entry("checkpointRows", "--checkpoint-rows"),
            Map.entry("commitFragments", "--commit-fragments"),
            Map.entry("commitSeconds", "--commit-seconds"),
            Map.entry("commitBytes", "--commit-bytes"),
            Map.entry("fragments", "--fragments"),
            Map.entry("maxFailedRows", "--max-failed"),
            Map.entry("maxFailedFraction", "--max-failed-fraction"),
            Map.entry("timeoutSeconds", "--timeout"),
            Map.entry("retries", "--retry"),
            Map.entry("threads", "--threads"),
            Map.entry("share", "--sample"),
            Map.entry("frames", "--frames"),
            Map.entry("valFraction", "--val-fraction"),
            Map.entry("testFraction", "--test-fraction"),
            Map.entry("width", "--width"),
            Map.entry("height", "--height"),
            Map.entry("size", "--frame-size"),
            Map.entry("expression", "--sql"));

    private static final Pattern RULE = Pattern.compile("([-\\w]+(?:(?:, | and )[-\\w]+)*) (must .*)", Pattern.DOTALL);
    private static final Pattern TABLE = Pattern.compile("table '([^']+)'");
    private static final Pattern MAKE_INDEX = Pattern.compile("create one, such as Index\\.fullText\\(\"([^\"]+)\"\\)");
    private static final Pattern CHOICES = Pattern.compile("expected one of \\[([^\\]]+)\\] \\(case-insensitive\\)");

    /** What the library advises at the end of a message, and what that means at a shell. */
    private static final Map<String, String> ADVICE = Map.of(
            "replace it, or give this one another name",
            "replace it with --replace, or give this one another name with --name",
            "has no tables yet; create one, or check where the lake is",
            "has no tables yet; bring one in with joust ingest or joust copy, or give another lake with --lake",
            "has no views yet; create one, or check where the lake is",
            "has no views yet; create one with joust view create, or give another lake with --lake",
            "filter after it with postfilter()",
            "filter after it with --postfilter",
            "filter after it with postfilter(), or with distanceRange()",
            "filter after it with --postfilter",
            "check the path, or create a table to begin a lake",
            "give another one with --lake, or begin one with joust ingest or joust copy");

    /** What the library advises about functions that fail, anywhere in a message: there may be several failures. */
    private static final Map<String, String> FAILURE_ADVICE = Map.of(
            "or let it skip rows that fail", "or let it skip rows that fail with --on-error skip",
            "or to the jars of functions", "or name it with --udf-jar",
            "let broken images be skipped or replaced", "give --on-broken skip or replace",
            "or skip broken images", "or give --on-broken skip",
            "correct the function, or allow more", "correct the function, or allow more with --max-failed",
            "fewer rows in a call (batchRows)", "fewer rows in a call (--batch-rows)",
            "fewer rows at once (batchRows, now ", "fewer rows at once (--batch-rows, now ",
            "fewer instances (concurrency)", "fewer instances (--concurrency)");

    private ShellWords() {}

    /** A message of the library. */
    static String of(String message) {
        Matcher rule = RULE.matcher(message);
        if (rule.matches()) {
            List<String> names = Arrays.asList(rule.group(1).split(", | and "));
            if (names.stream().allMatch(name -> name.startsWith("--") || OPTIONS.containsKey(name))) {
                String options = names.stream()
                        .map(name -> "'" + OPTIONS.getOrDefault(name, name) + "'")
                        .collect(Collectors.joining(" and "));
                return "Cannot use " + (names.size() == 1 ? "option " : "options ") + options + ": "
                        + (names.size() == 1 ? "it " : "they ") + rule.group(2) + "; give another value";
            }
        }
        for (Map.Entry<String, String> advice : ADVICE.entrySet()) {
            if (message.endsWith(advice.getKey())) {
                return message.substring(0, message.length() - advice.getKey().length()) + advice.getValue();
            }
        }
        Matcher table = TABLE.matcher(message);
        String name = table.find() ? table.group(1) : "TABLE";
        String advised = message;
        for (Map.Entry<String, String> advice : FAILURE_ADVICE.entrySet()) {
            advised = advised.replace(advice.getKey(), advice.getValue());
        }
        return MAKE_INDEX
                .matcher(advised)
                .replaceAll(found -> Matcher.quoteReplacement(
                        "create it with: joust index create " + name + " --column " + found.group(1) + " --type fts"));
    }

    /** What the parser of the command line says about a value. */
    static String ofUsage(String message) {
        String plain = message.replaceAll("'(-?[0-9]{10,})' is not an? (long|int|short|byte)\\b", "'$1' is too large")
                .replaceAll("is not an? (long|int|short|byte)\\b", "is not a whole number")
                .replaceAll("is not an? (double|float)\\b", "is not a number");
        return CHOICES.matcher(plain).replaceAll(ShellWords::choices);
    }

    private static String choices(MatchResult found) {
        String words = found.group(1).toLowerCase(Locale.ROOT);
        return Matcher.quoteReplacement("expected " + words.replaceAll(", ([^,]+)$", " or $1"));
    }
}
