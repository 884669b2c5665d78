// SPDX-License-Identifier: Apache-2.0
/**
 * Both sides of a call to lance-core: SQL that it would misread in silence is refused before, and what it throws
 * becomes one of Joust's exceptions after.
 */
@NullMarked
package dev.joust.internal.lance.guard;

import org.jspecify.annotations.NullMarked;
