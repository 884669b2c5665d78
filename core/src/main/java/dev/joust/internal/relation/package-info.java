// SPDX-License-Identifier: Apache-2.0
/** Values of features that come from more than their own row: by key from another table, or from a group of rows. */
@NullMarked
package dev.joust.internal.relation;

import org.jspecify.annotations.NullMarked;
