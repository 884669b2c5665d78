// SPDX-License-Identifier: Apache-2.0
/** Measures what Joust costs over bare lance-core, both sides in turns within one process. */
@NullMarked
package dev.joust.benchmarks;

import org.jspecify.annotations.NullMarked;
