// SPDX-License-Identifier: Apache-2.0
/** What can be asked of a table, and the rows that answer. */
@NullMarked
package dev.joust.query;

import org.jspecify.annotations.NullMarked;
