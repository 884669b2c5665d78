// SPDX-License-Identifier: Apache-2.0
/** Syncing: everything that depends on a table brought up to date in one go. */
@NullMarked
package dev.joust.sync;

import org.jspecify.annotations.NullMarked;
