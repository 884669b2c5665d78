// SPDX-License-Identifier: Apache-2.0
/**
 * One way of changing a table per type: rows added or taken out, columns filled, added or dropped, small fragments
 * compacted; each is one commit, or nothing.
 */
@NullMarked
package dev.joust.internal.lance.commit;

import org.jspecify.annotations.NullMarked;
