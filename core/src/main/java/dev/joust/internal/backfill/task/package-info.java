// SPDX-License-Identifier: Apache-2.0
/** One fragment's work as a value that travels, and what does it: reads, has functions called, writes column files. */
@NullMarked
package dev.joust.internal.backfill.task;

import org.jspecify.annotations.NullMarked;
