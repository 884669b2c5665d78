// SPDX-License-Identifier: Apache-2.0
package dev.joust.benchmarks;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.Set;

/**
 * 100,000 vectors of 512 numbers and unit length in 1,000 clusters, as embeddings lie, and others of the same clusters
 * to look for. Equal counts give equal vectors.
 */
final class ClusteredVectors {
    static final int ROWS = 100_000;
    static final int DIMENSION = 512;

    /** How many of the nearest are wanted. */
    static final int WANTED = 10;

    private static final int CLUSTERS = 1_000;

    /**
     * How the clusters lie: apart, or so near that a vector is as far from the center of its own as that from the next.
     * Then the nearest vectors lie in any cluster, and no part of an index has most of them.
     */
    enum Clusters {
        APART(0.7),
        OVERLAPPING(Math.sqrt(2));

        private final double spread;

        Clusters(double spread) {
            this.spread = spread;
        }
    }

    private final float[][] vectors = new float[ROWS][];
    private final float[][] queries;

    ClusteredVectors(int queries) {
        this(queries, Clusters.APART);
    }

    ClusteredVectors(int queries, Clusters clusters) {
        this.queries = new float[queries][];
        Random random = new Random(42);
        float[][] centers = new float[CLUSTERS][];
        Arrays.setAll(centers, i -> near(random, new float[DIMENSION], 1));
        Arrays.setAll(vectors, i -> near(random, centers[random.nextInt(CLUSTERS)], clusters.spread));
        Arrays.setAll(this.queries, i -> near(random, centers[random.nextInt(CLUSTERS)], clusters.spread));
    }

    /** A vector of unit length whose distance from a center is about the spread. */
    private static float[] near(Random random, float[] center, double spread) {
        float[] vector = new float[DIMENSION];
        double squares = 0;
        for (int i = 0; i < DIMENSION; i++) {
            vector[i] = (float) (center[i] + random.nextGaussian() * spread / Math.sqrt(DIMENSION));
            squares += (double) vector[i] * vector[i];
        }
        for (int i = 0; i < DIMENSION; i++) {
            vector[i] /= (float) Math.sqrt(squares);
        }
        return vector;
    }

    float[] vector(int row) {
        return vectors[row];
    }

    float[] query(int number) {
        return queries[number];
    }

    /** The rows nearest to each query, of every so-manieth row. */
    List<Set<Long>> nearest(int step) {
        return Arrays.stream(queries)
                .parallel()
                .map(query -> nearest(query, step))
                .toList();
    }

    private Set<Long> nearest(float[] query, int step) {
        record Far(long id, double distance) {}
        PriorityQueue<Far> best = new PriorityQueue<>((a, b) -> Double.compare(b.distance(), a.distance()));
        for (int i = 0; i < ROWS; i += step) {
            double distance = distance(query, vectors[i]);
            if (best.size() < WANTED || distance < best.element().distance()) {
                best.add(new Far(i, distance));
            }
            if (best.size() > WANTED) {
                best.remove();
            }
        }
        Set<Long> ids = new HashSet<>();
        best.forEach(far -> ids.add(far.id()));
        return ids;
    }

    private static double distance(float[] a, float[] b) {
        double sum = 0;
        for (int i = 0; i < DIMENSION; i++) {
            double difference = (double) a[i] - b[i];
            sum += difference * difference;
        }
        return sum;
    }
}
