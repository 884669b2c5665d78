// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.lance.guard;

import dev.joust.error.CommitConflictException;
import dev.joust.error.InternalException;
import dev.joust.error.InvalidRequestException;
import dev.joust.error.JoustException;
import dev.joust.error.NotFoundException;
import dev.joust.error.StorageException;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Turns what lance-core throws into Joust's exceptions, once.
 *
 * <p>lance-core has no exception types of its own: a conflict, a missing table and a wrong SQL text all arrive as
 * {@link IllegalArgumentException}, {@link RuntimeException} or {@link java.io.IOException} with a message that ends in
 * the place of its source. The texts below were each provoked in a test.
 */
public final class LanceErrors {
    private static final Pattern SOURCE_PLACE =
            Pattern.compile(",?\\s*(?:at )?(?:/[^\\s,]*|rust/[^\\s,]*)\\.rs:\\d+(?::\\d+)?.*$", Pattern.DOTALL);
    private static final Pattern SYSTEM_ERROR = Pattern.compile(
            "IO \\{ source: Os \\{ code: (\\d+), kind: \\w+, message: \"([^\"]+)\" }, location: .*$", Pattern.DOTALL);
    private static final Pattern MISSING_COLUMN = Pattern.compile("(?:No field named|no field named) ([^.\\s]+)");

    private static final Pattern CONDITION = Pattern.compile(
            "^Error parsing statement: SELECT 1 FROM t WHERE (.*) \\((?:sql parser error: )?(.*)\\)", Pattern.DOTALL);
    private static final Pattern UNFIT_CONDITION = Pattern.compile(
            "^Error resolving filter expression (.*?): (?:LanceError\\([A-Za-z]+\\): )?Invalid user input: (.*)",
            Pattern.DOTALL);

    private static final Pattern WRAPPING = Pattern.compile("^(?:java/[a-zA-Z/]+: |LanceError\\([A-Za-z]+\\): "
            + "|\\[errno \\d+\\] (?:CDataJniException\\{errno=\\d+, message=)?|Invalid user input: |External error: "
            + "|Optimizer rule '\\w+' failed\\s+caused by\\s+"
            + "|SQL error: |Schema error: |Error during planning: |Error parsing function: |Arrow error: "
            + "|Not supported: |This feature is not implemented: )");

    private LanceErrors() {}

    /**
     * The exception to throw instead of this one.
     *
     * @param what what could not be done, without its subject: {@code "read table 'frames'"}
     */
    public static JoustException translate(String what, Throwable thrown) {
        if (thrown instanceof JoustException already) {
            return already;
        }
        String text = thrown.getMessage() == null ? thrown.toString() : thrown.getMessage();
        String why = shorten(text);
        if (has(
                text,
                "Retryable commit conflict",
                "Commit conflict",
                "Too many concurrent writers",
                "Incompatible transaction")) {
            return new CommitConflictException(
                    "Cannot " + what + ": another writer was first (" + why + "); try again", thrown);
        }
        if (VanishedVersions.isAbout(thrown)) {
            return new CommitConflictException(
                    "Cannot " + what + ": another process removed versions at the same time; try again", thrown);
        }
        if (has(
                text,
                "No space left on device",
                "os error 28",
                "File too large",
                "os error 27",
                "Disk quota",
                "os error 122")) {
            return new StorageException(
                    "Cannot " + what + ": the disk is full (" + why + "); free some space, nothing was committed",
                    thrown);
        }
        if (has(text, "Permission denied", "os error 13", "Read-only file system", "os error 30")) {
            return new StorageException(
                    "Cannot " + what + ": no permission (" + why + "); check the rights of the lake's folder", thrown);
        }
        Matcher column = MISSING_COLUMN.matcher(text);
        if (column.find()) {
            return new InvalidRequestException(
                    "Cannot " + what + ": there is no column " + quoted(column.group(1)) + "; see the table's schema",
                    thrown);
        }
        if (has(text, "Dataset at path", "was not found", "not found: ") && has(text, "Dataset")) {
            return new NotFoundException("Cannot " + what + ": there is no table there", "table", what, List.of());
        }
        if (has(text, "Primary key column")) {
            return new InvalidRequestException(
                    "Cannot " + what + ": " + why + "; declare the key as one that is never NULL", thrown);
        }
        if (has(
                text,
                "ParserError",
                "SQL error",
                "sql parser error",
                "Invalid user input",
                "Error during planning",
                "Schema error",
                "type_coercion",
                "Invalid function",
                "Execution error",
                "Cast error:",
                "Parser error",
                "Cannot cast",
                "Divide by zero",
                "Invalid argument error",
                "This feature is not implemented")) {
            return new InvalidRequestException("Cannot " + what + ": " + why + "; correct the expression", thrown);
        }
        if (thrown instanceof java.io.IOException
                || has(text, "LanceError(IO)", "IO error", "Generic LocalFileSystem")) {
            return new StorageException("Cannot " + what + ": " + why + "; check the storage", thrown);
        }
        return new InternalException("Cannot " + what + ": " + why + "; please report this", thrown);
    }

    /** What a native call answers; lance-core throws checked exceptions that its signatures do not declare. */
    public static <T> T call(String what, Callable<T> call) {
        try {
            return call.call();
        } catch (Exception e) {
            throw translate(what, e);
        }
    }

    /** Makes a native call that answers nothing. */
    public static void run(String what, Runnable call) {
        try {
            call.run();
        } catch (Exception e) {
            throw translate(what, e);
        }
    }

    private static String quoted(String name) {
        return "'" + name.replaceAll("^[\"'`]|[\"'`;,]+$", "") + "'";
    }

    private static boolean has(String text, String... parts) {
        for (String part : parts) {
            if (text.contains(part)) {
                return true;
            }
        }
        return false;
    }

    static String shorten(@Nullable String text) {
        if (text == null) {
            return "no reason was given";
        }
        String system = SYSTEM_ERROR.matcher(text.strip()).replaceFirst("$2 (os error $1)");
        String rest = SOURCE_PLACE.matcher(system).replaceFirst("");
        Matcher wrapping = WRAPPING.matcher(rest);
        while (wrapping.find()) {
            rest = rest.substring(wrapping.end());
            wrapping = WRAPPING.matcher(rest);
        }
        Matcher condition = CONDITION.matcher(rest);
        if (condition.find()) {
            rest = "the condition " + SqlText.shown(unwrapped(condition.group(1))) + " cannot be read ("
                    + condition.group(2).replaceFirst("found: (?:\\)|EOF)$", "found: its end") + ")";
        }
        Matcher unfit = UNFIT_CONDITION.matcher(rest);
        if (unfit.find()) {
            rest = "the condition " + SqlText.shown(unwrapped(unfit.group(1))) + " does not fit the columns ("
                    + shorten(unfit.group(2)) + ")";
        }
        return rest.replaceFirst("}$", "")
                .replaceFirst("^ParserError\\(\"(.*)\"\\)$", "$1")
                .replace('\n', ' ')
                .strip();
    }

    /** A condition without the parentheses around the whole of it, which some callers put there. */
    private static String unwrapped(String condition) {
        String text = condition.strip();
        int depth = 0;
        for (int i = 0; i < text.length(); i++) {
            depth += text.charAt(i) == '(' ? 1 : text.charAt(i) == ')' ? -1 : 0;
            if (depth == 0) {
                return i > 0 && i == text.length() - 1 ? text.substring(1, i) : text;
            }
        }
        return text;
    }
}
