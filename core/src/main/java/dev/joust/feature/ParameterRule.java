// SPDX-License-Identifier: Apache-2.0
package dev.joust.feature;

import static java.util.Objects.requireNonNull;

import dev.joust.error.InvalidRequestException;
import dev.joust.schema.Names;
import java.util.function.Predicate;

/**
 * Which values a parameter may have.
 *
 * @param must what a value must be, in words: {@code a number from 0 to 1}
 */
record ParameterRule(String must, Predicate<String> isMet) {
    static final ParameterRule ANY = new ParameterRule("any text", value -> true);

    ParameterRule {
        requireNonNull(must, "must");
        requireNonNull(isMet, "isMet");
    }

    void require(String udf, String name, String value) {
        if (!isMet.test(value)) {
            throw new InvalidRequestException("Cannot set parameter '" + name + "' of function '" + udf
                    + "': it must be " + must + " but is '" + Names.shown(value) + "'; give another value");
        }
    }
}
