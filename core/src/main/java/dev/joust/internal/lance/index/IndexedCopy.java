// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.lance.index;

import dev.joust.error.StorageException;
import dev.joust.index.FullTextIndex;
import dev.joust.internal.lance.Snapshot;
import dev.joust.internal.lance.guard.LanceErrors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.lance.Dataset;
import org.lance.Ref;
import org.lance.index.IndexOptions;
import org.lance.index.OptimizeOptions;
import org.lance.ipc.ScanOptions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A version whose full text indexes cover all rows, made for one search: a copy that has the files of the version
 * itself, and of its own only the indexes of the rows that were in none. It lies in a temporary folder and goes with
 * the answer. Its table is not changed.
 */
final class IndexedCopy implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(IndexedCopy.class);

    private final Path folder;
    private final Dataset copy;

    private IndexedCopy(Path folder, Dataset copy) {
        this.folder = folder;
        this.copy = copy;
    }

    /**
     * Reads from a copy.
     *
     * @param missing indexes to make
     * @param behind names of indexes that lack rows
     * @return the caller closes it, and with it goes the copy
     */
    static ArrowReader scan(
            Snapshot snapshot, List<FullTextIndex> missing, List<String> behind, ScanOptions options, String what) {
        IndexedCopy copy = make(snapshot, what);
        try {
            LanceErrors.call(what, () -> {
                for (FullTextIndex index : missing) {
                    copy.copy.createIndex(IndexOptions.builder(
                                    List.of(index.column()), IndexSettings.type(index), IndexSettings.params(index))
                            .withIndexName(index.name())
                            .build());
                }
                if (!behind.isEmpty()) {
                    copy.copy.optimizeIndices(
                            OptimizeOptions.builder().indexNames(behind).build());
                }
                return copy;
            });
            return snapshot.scan(copy.copy, options, what, copy::close);
        } catch (RuntimeException e) {
            copy.close();
            throw e;
        }
    }

    private static IndexedCopy make(Snapshot snapshot, String what) {
        Path folder;
        try {
            folder = Files.createTempDirectory("joust-search");
        } catch (IOException e) {
            throw new StorageException(
                    "Cannot " + what + ": there is no temporary folder: " + e
                            + "; check java.io.tmpdir, or bring the full text indexes up to date",
                    e);
        }
        try {
            String place = folder.resolve("copy.lance").toString();
            // The version's own handle knows where its files are only as its location was written.
            Dataset copy = LanceErrors.call(what, () -> {
                try (Dataset source = Dataset.open()
                        .allocator(snapshot.table().store().allocator())
                        .uri(snapshot.table()
                                .paths()
                                .orElseThrow()
                                .root()
                                .toAbsolutePath()
                                .normalize()
                                .toString())
                        .build()) {
                    return source.shallowClone(place, Ref.ofMain(snapshot.version()));
                }
            });
            return new IndexedCopy(folder, copy);
        } catch (RuntimeException e) {
            delete(folder);
            throw e;
        }
    }

    @Override
    public void close() {
        copy.close();
        delete(folder);
    }

    private static void delete(Path folder) {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        } catch (IOException e) {
            LOG.warn("Could not delete the temporary folder '{}': {}", folder, e.toString());
        }
    }
}
