// SPDX-License-Identifier: Apache-2.0
package dev.joust.feature;

import static java.util.Objects.requireNonNull;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/**
 * Which failures a rule of an {@link ErrorPolicy} is for.
 *
 * <p>It matches if the exception, or one in its chain of causes, is of one of the types and has a message in which the
 * expression is found.
 *
 * @param types one of these, or of their subclasses; any if there are none
 * @param message a regular expression that is searched for; empty for any message, and none
 */
public record ErrorMatch(List<Class<? extends Throwable>> types, String message) implements Serializable {
    /** Matches every failure. */
    public static final ErrorMatch ANY = new ErrorMatch(List.of(), "");

    /** Checks the expression, and copies. */
    public ErrorMatch {
        types = List.copyOf(types);
        requireNonNull(message, "message");
        try {
            Pattern.compile(message);
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException(
                    "matching must be a regular expression but was '" + message + "': " + e.getDescription()
                            + (e.getIndex() < 0 ? "" : " at index " + e.getIndex()),
                    e);
        }
    }

    /** Returns the same for one type of exception more. */
    public ErrorMatch or(Class<? extends Throwable> type) {
        List<Class<? extends Throwable>> more = new ArrayList<>(types);
        more.add(type);
        return new ErrorMatch(more, message);
    }

    /** Returns the same for messages in which this expression is found. */
    public ErrorMatch withMessage(String regex) {
        return new ErrorMatch(types, regex);
    }

    /** Whether a failure is one of these. */
    public boolean matches(Throwable failure) {
        Pattern pattern = Pattern.compile(message);
        // A chain of causes may be a ring.
        Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        for (@Nullable Throwable cause = failure; cause != null && seen.add(cause); cause = cause.getCause()) {
            String said = Objects.requireNonNullElse(cause.getMessage(), "");
            if (isOfType(cause) && pattern.matcher(said).find()) {
                return true;
            }
        }
        return false;
    }

    private boolean isOfType(Throwable cause) {
        return types.isEmpty() || types.stream().anyMatch(type -> type.isInstance(cause));
    }
}
