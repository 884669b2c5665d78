// SPDX-License-Identifier: Apache-2.0
/** How checkpoints lie in a lake. */
@NullMarked
package dev.joust.internal.checkpoint;

import org.jspecify.annotations.NullMarked;
