// SPDX-License-Identifier: Apache-2.0
/** Indexes, and the searches by vector and by words that they answer. */
@NullMarked
package dev.joust.internal.lance.index;

import org.jspecify.annotations.NullMarked;
