// SPDX-License-Identifier: Apache-2.0
/** Commands that say where values come from and what changed. */
@NullMarked
package dev.joust.cli.provenance;

import org.jspecify.annotations.NullMarked;
