// SPDX-License-Identifier: Apache-2.0
/** Commands about pins. */
@NullMarked
package dev.joust.cli.pin;

import org.jspecify.annotations.NullMarked;
