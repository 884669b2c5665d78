// SPDX-License-Identifier: Apache-2.0
/** Helps authors of functions to test them, with any test framework or none. */
@NullMarked
package dev.joust.testing;

import org.jspecify.annotations.NullMarked;
