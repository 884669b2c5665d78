// SPDX-License-Identifier: Apache-2.0
/** {@code permutation}: rows of one version in named splits and a fixed order. */
@NullMarked
package dev.joust.cli.permutation;

import org.jspecify.annotations.NullMarked;
