// SPDX-License-Identifier: Apache-2.0
/** What can be asked of a backfill, and what comes of it. */
@NullMarked
package dev.joust.backfill;

import org.jspecify.annotations.NullMarked;
