// SPDX-License-Identifier: Apache-2.0
/** Commands about indexes. */
@NullMarked
package dev.joust.cli.index;

import org.jspecify.annotations.NullMarked;
