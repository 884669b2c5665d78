// SPDX-License-Identifier: Apache-2.0
/**
 * The only place that talks to lance-core: handles, scans, hand-made commits, durability, and the translation of its
 * errors. Nothing above this package sees a type of {@code org.lance}.
 */
@NullMarked
package dev.joust.internal.lance;

import org.jspecify.annotations.NullMarked;
