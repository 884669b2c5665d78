// SPDX-License-Identifier: Apache-2.0
/** Rows on their way out beyond a plain scan: by their ids, whole blobs, and SQL computed over batches. */
@NullMarked
package dev.joust.internal.lance.read;

import org.jspecify.annotations.NullMarked;
