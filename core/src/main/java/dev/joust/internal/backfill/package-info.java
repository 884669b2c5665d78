// SPDX-License-Identifier: Apache-2.0
/** Backfills from plan to commit: which rows are computed, by which tasks, in which order, and when they are shown. */
@NullMarked
package dev.joust.internal.backfill;

import org.jspecify.annotations.NullMarked;
