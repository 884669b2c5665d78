// SPDX-License-Identifier: Apache-2.0
package dev.joust.pin;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * A hash over the row ids and the values of some columns of one version of a table. It does not depend on how the rows
 * lie in files: compaction, column files, deletion files and encodings leave it as it is.
 *
 * <p>{@code docs/reproducibility.md} says byte by byte how it is computed.
 *
 * @param value SHA-256 in hex, 64 digits in lower case
 * @param rows how many rows it is over
 * @param columns the columns that it is over, in the order of their names in UTF-8
 */
public record Fingerprint(String value, long rows, List<String> columns) {
    /** The name of the way in which it is computed; another way would have another name. */
    public static final String ALGORITHM = "joust-fingerprint-1";

    /** Copies the list. */
    public Fingerprint {
        requireNonNull(value, "value");
        columns = List.copyOf(columns);
    }
}
