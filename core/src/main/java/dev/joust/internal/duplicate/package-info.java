// SPDX-License-Identifier: Apache-2.0
/** Near-duplicates among hashes of 64 bits: exact search within a Hamming distance, and groups by it. */
@NullMarked
package dev.joust.internal.duplicate;

import org.jspecify.annotations.NullMarked;
