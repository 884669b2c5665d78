// SPDX-License-Identifier: Apache-2.0
package dev.joust.view;

/**
 * How far a view is behind its source.
 *
 * @param versions versions of the source since the last refresh; all of them if there was none
 * @param rowsEstimate rows in fragments of the source that came since, more than a refresh would add where the view has
 *     a filter or old rows were compacted; all rows if there was no refresh or the version it read is gone
 */
public record ViewLag(long versions, long rowsEstimate) {}
