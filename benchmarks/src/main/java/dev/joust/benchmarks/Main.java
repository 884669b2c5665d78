// SPDX-License-Identifier: Apache-2.0
package dev.joust.benchmarks;

import java.nio.file.Path;
import java.util.Arrays;

/**
 * Runs one benchmark and prints its figures as Markdown; {@code benchmarks/run.sh} starts it.
 *
 * <p>Arguments: {@code encodings}, {@code appends}, {@code reads}, {@code ingest}, {@code features},
 * {@code zero-rewrite}, {@code images}, {@code loaders}, {@code feed-efficiency}, {@code commits}, {@code memory},
 * {@code refreshes}, {@code maintenance}, {@code decode}, {@code duplicates}, {@code recall},
 * {@code recall-overlapping}, {@code recall-clip}, {@code embeddings}, {@code search} or {@code peers}, then a folder
 * for the tables, then for some of them an argument.
 */
public final class Main {
    private Main() {}

    /** Runs the benchmark that the first argument names in the folder that the second one names. */
    public static void main(String[] args) throws Exception {
        if (args.length < 2) {
            throw new IllegalArgumentException(
                    "Cannot run a benchmark: give its name (encodings, appends, reads, ingest, features, zero-rewrite, images, loaders, feed-efficiency, permutations, commits, memory, refreshes, maintenance, decode, duplicates, recall, recall-overlapping, recall-clip, embeddings, search) and a folder");
        }
        Path folder = Path.of(args[1]);
        switch (args[0]) {
            case "encodings" -> ImageEncodings.run(folder);
            case "appends" -> Appends.run(folder);
            case "reads" -> Reads.run(folder);
            case "ingest" -> Ingest.run(folder);
            case "features" -> Features.run(folder);
            case "zero-rewrite" -> ZeroRewrite.run(folder);
            case "images" -> Images.run(folder);
            case "loaders" -> Loaders.run(folder);
            case "feed-efficiency" -> FeedEfficiency.run(folder);
            case "permutations" -> Permutations.run(folder);
            case "permutations-child" -> Permutations.child(folder, args[2]);
            case "commits" -> Commits.run(folder);
            case "memory" -> Memory.run(folder);
            case "refreshes" -> Refreshes.run(folder);
            case "maintenance" -> Maintenance.run(folder);
            case "decode" -> {
                Decoders.run(folder);
                DecodeBenchmark.run();
            }
            case "duplicates" -> Duplicates.run(folder);
            case "duplicates-child" -> Duplicates.child(folder);
            case "recall" -> Recall.run(folder, ClusteredVectors.Clusters.APART);
            case "recall-overlapping" -> Recall.run(folder, ClusteredVectors.Clusters.OVERLAPPING);
            case "recall-clip" -> ClipRecall.run(folder);
            case "embeddings" ->
                Embeddings.run(folder, Arrays.stream(args).skip(2).findFirst());
            case "search" -> Search.run(folder);
            case "peers" -> Peers.run(folder, args[2]);
            case "decode-alone" -> DecodeAlone.run(folder, args[2]);
            case "ingest-child" -> IngestChild.run(folder, args[2]);
            case "memory-child" -> Memory.child(folder, args[2]);
            default ->
                throw new IllegalArgumentException(
                        "Cannot run benchmark '" + args[0]
                                + "': there is none of that name; choose encodings, appends, reads, ingest, features, zero-rewrite, images, loaders, feed-efficiency, permutations, commits, memory, refreshes, maintenance, decode, duplicates, recall, recall-overlapping, recall-clip, embeddings or search");
        }
    }
}
