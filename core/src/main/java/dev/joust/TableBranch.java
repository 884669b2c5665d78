// SPDX-License-Identifier: Apache-2.0
package dev.joust;

import java.time.Instant;
import java.util.Optional;

/**
 * One branch of a table.
 *
 * @param name its name
 * @param parent the branch that it was made from, as other programs can; empty if that is the table itself
 * @param version the version of the table, or of that branch, that it begins with
 * @param created when it was made, to the second
 */
public record TableBranch(String name, Optional<String> parent, long version, Instant created) {}
