// SPDX-License-Identifier: Apache-2.0
/** Processes as others know them: who wrote something down, and whether it may still run. */
@NullMarked
package dev.joust.internal.process;

import org.jspecify.annotations.NullMarked;
