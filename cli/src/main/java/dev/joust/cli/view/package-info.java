// SPDX-License-Identifier: Apache-2.0
/** Commands about views. */
@NullMarked
package dev.joust.cli.view;

import org.jspecify.annotations.NullMarked;
