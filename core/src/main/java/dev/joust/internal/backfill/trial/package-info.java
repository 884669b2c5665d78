// SPDX-License-Identifier: Apache-2.0
/** Functions tried out without a commit: previews of features, and the contract test for users' own tests. */
@NullMarked
package dev.joust.internal.backfill.trial;

import org.jspecify.annotations.NullMarked;
