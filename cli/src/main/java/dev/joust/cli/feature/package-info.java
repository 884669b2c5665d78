// SPDX-License-Identifier: Apache-2.0
/** Commands about features and their backfills. */
@NullMarked
package dev.joust.cli.feature;

import org.jspecify.annotations.NullMarked;
