// SPDX-License-Identifier: Apache-2.0
/**
 * The joust command: how a line is read and which command it runs; the commands are in packages by what they are about.
 */
@NullMarked
package dev.joust.cli;

import org.jspecify.annotations.NullMarked;
