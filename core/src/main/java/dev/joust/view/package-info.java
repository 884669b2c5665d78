// SPDX-License-Identifier: Apache-2.0
/** Views: named queries that are tables themselves, and what a refresh of one did. */
@NullMarked
package dev.joust.view;

import org.jspecify.annotations.NullMarked;
