// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.backfill.call;

import dev.joust.feature.RowSet;
import dev.joust.internal.backfill.rows.ActiveFeature;

/**
 * What a batch computes of one feature.
 *
 * @param rows the offsets in the fragment that are to be computed, of which a batch has some
 */
public record FeatureRows(ActiveFeature feature, RowSet rows) {}
