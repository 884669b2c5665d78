// SPDX-License-Identifier: Apache-2.0
/** Everything that can go wrong, as one family of unchecked exceptions with one form of text. */
@NullMarked
package dev.joust.error;

import org.jspecify.annotations.NullMarked;
