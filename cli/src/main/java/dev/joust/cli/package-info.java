// SPDX-License-Identifier: Apache-2.0
/** The joust command: one class per command. */
@NullMarked
package dev.joust.cli;

import org.jspecify.annotations.NullMarked;
