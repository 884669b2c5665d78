// SPDX-License-Identifier: Apache-2.0
/** Computes the cells of features: plans, streams fragments through functions, writes column files, commits. */
@NullMarked
package dev.joust.internal.backfill;

import org.jspecify.annotations.NullMarked;
