// SPDX-License-Identifier: Apache-2.0
/** Commands about jobs: what ran, how far it came, which rows it could not compute. */
@NullMarked
package dev.joust.cli.job;

import org.jspecify.annotations.NullMarked;
