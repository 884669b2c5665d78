// SPDX-License-Identifier: Apache-2.0
/** Commands that bring data in and out: footage, copies, single blobs, training batches, the demo. */
@NullMarked
package dev.joust.cli.data;

import org.jspecify.annotations.NullMarked;
