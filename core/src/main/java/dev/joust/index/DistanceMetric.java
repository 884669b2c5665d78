// SPDX-License-Identifier: Apache-2.0
package dev.joust.index;

/** How far two vectors lie apart; the smaller the number, the nearer. */
public enum DistanceMetric {
    /** The square of the Euclidean distance. */
    L2,
    /** One minus the cosine of the angle, 0 to 2; it takes no notice of the vectors' lengths. */
    COSINE,
    /** One minus the dot product; for vectors of unit length the same as {@link #COSINE}. */
    DOT
}
