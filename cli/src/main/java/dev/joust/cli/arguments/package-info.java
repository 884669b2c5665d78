// SPDX-License-Identifier: Apache-2.0
/** Values on the command line that stand for more than a word: selections, assignments, sizes, shards. */
@NullMarked
package dev.joust.cli.arguments;

import org.jspecify.annotations.NullMarked;
