// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.lance;

import dev.joust.internal.arrow.ArrowSchemas;
import dev.joust.internal.lance.disk.TableFolder;
import dev.joust.internal.lance.guard.LanceErrors;
import dev.joust.schema.TableSchema;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;
import org.lance.Dataset;
import org.lance.schema.LanceField;

/** A native handle at one version that is closed when its last user is done with it. */
final class SharedDataset {
    private static final int MAX_ANSWERS = 64;

    private final LanceTable table;
    private final Optional<TableFolder> folder;
    private final Dataset dataset;
    private final long version;
    private final AtomicInteger users = new AtomicInteger(1);
    private final Remembered remembered = new Remembered(MAX_ANSWERS);
    private volatile boolean isCached;
    private @Nullable Columns columns;
    private @Nullable List<LanceField> fields;
    private @Nullable Fragments fragments;
    private @Nullable Long rows;

    /** The columns of the version, which never change. */
    private record Columns(Schema arrow, TableSchema table) {}

    /**
     * Takes over a handle.
     *
     * @param folder where it was opened
     * @param version that of the handle, which says it only along with much else
     */
    SharedDataset(LanceTable table, Optional<TableFolder> folder, Dataset dataset, long version) {
        this.table = table;
        this.folder = folder;
        this.dataset = dataset;
        this.version = version;
        LiveVersions.add(this);
    }

    /** The same, where the first user only keeps it at hand: then the version is in use only if there are others. */
    static SharedDataset cached(LanceTable table, Optional<TableFolder> folder, Dataset dataset, long version) {
        SharedDataset cached = new SharedDataset(table, folder, dataset, version);
        cached.isCached = true;
        return cached;
    }

    /** The version after this one, made by a commit that left the columns as they are; cached. */
    SharedDataset next(Dataset committed) {
        SharedDataset next = cached(table, folder, committed, version + 1);
        synchronized (this) {
            next.columns = columns;
            next.fields = fields;
        }
        return next;
    }

    /** Ends what {@link #cached} began. */
    void uncache() {
        isCached = false;
        release();
    }

    LanceTable table() {
        return table;
    }

    Optional<TableFolder> folder() {
        return folder;
    }

    boolean isInUse() {
        return users.get() > (isCached ? 1 : 0);
    }

    Dataset dataset() {
        return dataset;
    }

    long version() {
        return version;
    }

    Schema schema() {
        return columns().arrow();
    }

    TableSchema tableSchema() {
        return columns().table();
    }

    synchronized List<LanceField> fields() {
        List<LanceField> known = fields;
        if (known == null) {
            known = List.copyOf(
                    LanceErrors.call(what(), () -> dataset.getLanceSchema().fields()));
            fields = known;
        }
        return known;
    }

    /** The fragments in table order. */
    synchronized Fragments fragments() {
        Fragments known = fragments;
        if (known == null) {
            known = LanceErrors.call(
                    "read the manifest of table '" + table.name() + "'",
                    () -> folder.isPresent()
                            ? table.recentFragments().of(folder.get(), dataset, version)
                            : Fragments.fetch(dataset));
            fragments = known;
        }
        return known;
    }

    private synchronized Columns columns() {
        Columns known = columns;
        if (known == null) {
            Schema arrow = LanceErrors.call(what(), dataset::getSchema);
            known = new Columns(arrow, ArrowSchemas.tableSchema(arrow));
            columns = known;
        }
        return known;
    }

    synchronized long rows() {
        Long known = rows;
        if (known == null) {
            known = LanceErrors.call("count the rows of table '" + table.name() + "'", () -> dataset.countRows());
            rows = known;
        }
        return known;
    }

    private String what() {
        return "read the schema of table '" + table.name() + "'";
    }

    <T> T remembered(Class<T> type, Object question, Supplier<T> answer) {
        return remembered.get(type, question, answer);
    }

    SharedDataset retain() {
        int before = users.getAndUpdate(n -> n == 0 ? 0 : n + 1);
        if (before == 0) {
            throw new IllegalStateException("The handle of version " + version + " is closed");
        }
        return this;
    }

    void release() {
        if (users.decrementAndGet() == 0) {
            LiveVersions.remove(this);
            dataset.close();
        }
    }
}
