// SPDX-License-Identifier: Apache-2.0
/** What differs between two versions of a table: rows, columns, features. */
@NullMarked
package dev.joust.diff;

import org.jspecify.annotations.NullMarked;
