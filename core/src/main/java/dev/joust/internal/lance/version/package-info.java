// SPDX-License-Identifier: Apache-2.0
/** A table's versions: their list and history, the tags that name them, and the cleanup that keeps those in use. */
@NullMarked
package dev.joust.internal.lance.version;

import org.jspecify.annotations.NullMarked;
