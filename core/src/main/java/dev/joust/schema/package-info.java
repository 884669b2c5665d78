// SPDX-License-Identifier: Apache-2.0
/** Column types, table schemas, and how a record class becomes one. */
@NullMarked
package dev.joust.schema;

import org.jspecify.annotations.NullMarked;
