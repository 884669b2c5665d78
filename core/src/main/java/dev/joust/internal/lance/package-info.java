// SPDX-License-Identifier: Apache-2.0
/**
 * What every use of lance-core begins with: a store, a table, a snapshot of one version, and what can be asked of it.
 *
 * <p>This package and its subpackages alone talk to lance-core; nothing above them sees a type of {@code org.lance}.
 * Here {@code guard} and {@code disk} are used; {@code files}, {@code commit}, {@code version}, {@code read} and
 * {@code index} use what is here.
 */
@NullMarked
package dev.joust.internal.lance;

import org.jspecify.annotations.NullMarked;
