// SPDX-License-Identifier: Apache-2.0
/**
 * Fingerprints of content: a SHA-256 for each row over its id and values, sorted by row id, and one over these.
 *
 * <p>{@code docs/reproducibility.md} is the specification. Rows are hashed as they are read, on all cores; what stays
 * of a row are 40 bytes, of which a bounded number is in memory and the rest in a temporary file.
 */
@NullMarked
package dev.joust.internal.fingerprint;

import org.jspecify.annotations.NullMarked;
