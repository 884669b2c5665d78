// SPDX-License-Identifier: Apache-2.0
/** Values that were computed and are not committed yet, kept beside the table for a backfill that starts again. */
@NullMarked
package dev.joust.internal.backfill.checkpoint;

import org.jspecify.annotations.NullMarked;
