// SPDX-License-Identifier: Apache-2.0
/** What indexes a table can have, and the state that they are in. */
@NullMarked
package dev.joust.index;

import org.jspecify.annotations.NullMarked;
