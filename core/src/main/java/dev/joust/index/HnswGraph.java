// SPDX-License-Identifier: Apache-2.0
package dev.joust.index;

/**
 * How the vectors of an HNSW index are linked.
 *
 * @param m with how many others each vector is linked
 * @param efConstruction how many candidates are looked at for these, at least {@code m}
 */
public record HnswGraph(int m, int efConstruction) {
    /** What LanceDB takes: 20 links out of 300 candidates. */
    public static final HnswGraph DEFAULT = new HnswGraph(20, 300);

    /** Checks it. */
    public HnswGraph {
        if (m < 2) {
            throw new IllegalArgumentException("m must be at least 2 but was " + m);
        }
        if (efConstruction < m) {
            throw new IllegalArgumentException(
                    "efConstruction must be at least m, " + m + ", but was " + efConstruction);
        }
    }
}
