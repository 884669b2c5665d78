// SPDX-License-Identifier: Apache-2.0
/** Conditions on rows as values: typed, with bound parameters, or as SQL. */
@NullMarked
package dev.joust.filter;

import org.jspecify.annotations.NullMarked;
