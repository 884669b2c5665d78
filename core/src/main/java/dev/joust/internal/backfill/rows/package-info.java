// SPDX-License-Identifier: Apache-2.0
/** Rows on their way to functions: what is read of a fragment, as which values, and what is known of each row. */
@NullMarked
package dev.joust.internal.backfill.rows;

import org.jspecify.annotations.NullMarked;
