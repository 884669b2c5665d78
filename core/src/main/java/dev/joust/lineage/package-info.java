// SPDX-License-Identifier: Apache-2.0
/** Where values come from and what depends on them, as a graph. */
@NullMarked
package dev.joust.lineage;

import org.jspecify.annotations.NullMarked;
