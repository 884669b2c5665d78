// SPDX-License-Identifier: Apache-2.0
/** Between Java and Arrow: schemas, values, records and batches, and the memory that they live in. */
@NullMarked
package dev.joust.internal.arrow;

import org.jspecify.annotations.NullMarked;
