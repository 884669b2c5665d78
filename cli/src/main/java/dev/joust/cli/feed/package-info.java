// SPDX-License-Identifier: Apache-2.0
/** Batches for another process, such as a training in Python. */
@NullMarked
package dev.joust.cli.feed;

import org.jspecify.annotations.NullMarked;
