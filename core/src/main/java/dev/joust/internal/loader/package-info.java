// SPDX-License-Identifier: Apache-2.0
/** The engine of loaders: reads and decodes batches ahead of the consumer, in order. */
@NullMarked
package dev.joust.internal.loader;

import org.jspecify.annotations.NullMarked;
