// SPDX-License-Identifier: Apache-2.0
/** The small models of the demo, trained on synthetic frames by the scripts in {@code python/models}. */
@NullMarked
package dev.joust.driving.models;

import org.jspecify.annotations.NullMarked;
