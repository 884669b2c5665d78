// SPDX-License-Identifier: Apache-2.0
/**
 * Changes rows that are there: deletes, updates by expression, upserts by key; each is one commit that either happens
 * or leaves the table as it was.
 */
@NullMarked
package dev.joust.internal.change;

import org.jspecify.annotations.NullMarked;
