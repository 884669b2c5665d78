// SPDX-License-Identifier: Apache-2.0
/** Commands about checkpoints: models that name the data that they were trained on. */
@NullMarked
package dev.joust.cli.checkpoint;

import org.jspecify.annotations.NullMarked;
