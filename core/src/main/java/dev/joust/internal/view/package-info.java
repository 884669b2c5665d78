// SPDX-License-Identifier: Apache-2.0
/** The engine of views: creates them, finds what changed in their source, and brings them up to date. */
@NullMarked
package dev.joust.internal.view;

import org.jspecify.annotations.NullMarked;
