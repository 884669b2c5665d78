// SPDX-License-Identifier: Apache-2.0
/**
 * A lake on a local disk: its folders and the files in them, when they are synced, and manifests that a crash left
 * torn.
 */
@NullMarked
package dev.joust.internal.lance.disk;

import org.jspecify.annotations.NullMarked;
