// SPDX-License-Identifier: Apache-2.0
/** Answers queries and searches, and keeps indexes, over one table. */
@NullMarked
package dev.joust.internal.query;

import org.jspecify.annotations.NullMarked;
