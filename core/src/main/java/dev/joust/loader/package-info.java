// SPDX-License-Identifier: Apache-2.0
/** Loaders: the rows of one version in a reproducible order, as decoded batches that training consumes. */
@NullMarked
package dev.joust.loader;

import org.jspecify.annotations.NullMarked;
