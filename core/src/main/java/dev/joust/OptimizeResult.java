// SPDX-License-Identifier: Apache-2.0
package dev.joust;

/**
 * What optimizing a table did.
 *
 * @param fragmentsBefore fragments before it
 * @param fragmentsAfter fragments after it
 * @param versionsRemoved old versions that are gone
 * @param bytesReclaimed bytes of the files that only they needed
 * @param version the newest version
 */
public record OptimizeResult(
        int fragmentsBefore, int fragmentsAfter, long versionsRemoved, long bytesReclaimed, long version) {}
