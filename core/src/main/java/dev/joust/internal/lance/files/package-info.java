// SPDX-License-Identifier: Apache-2.0
/** Data files before their commit: rows and columns are written and synced here, fit to a version, or discarded. */
@NullMarked
package dev.joust.internal.lance.files;

import org.jspecify.annotations.NullMarked;
