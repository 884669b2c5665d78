// SPDX-License-Identifier: Apache-2.0
/** Near-duplicates of a table. */
@NullMarked
package dev.joust.cli.duplicate;

import org.jspecify.annotations.NullMarked;
