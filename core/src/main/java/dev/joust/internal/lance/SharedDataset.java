// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.lance;

import dev.joust.internal.arrow.ArrowSchemas;
import dev.joust.internal.lance.disk.TableFolder;
import dev.joust.internal.lance.guard.LanceErrors;
import dev.joust.schema.TableSchema;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;
import org.lance.Dataset;
import org.lance.schema.LanceField;

/** A native handle at one version that is closed when its last user is done with it. */
final class SharedDataset {
    private final LanceTable table;
    private final Optional<TableFolder> folder;
    private final Dataset dataset;
    private final long version;
    private final AtomicInteger users = new AtomicInteger(1);
    private final Map<String, Boolean> remembered = new ConcurrentHashMap<>();
    private volatile boolean isCached;
    private @Nullable Schemas schemas;

    /** The columns of the version, which never change. */
    private record Schemas(Schema arrow, TableSchema table, List<LanceField> fields) {}

    /**
     * Takes over a handle.
     *
     * @param folder where it was opened
     */
    SharedDataset(LanceTable table, Optional<TableFolder> folder, Dataset dataset) {
        this.table = table;
        this.folder = folder;
        this.dataset = dataset;
        this.version = dataset.version();
        LiveVersions.add(this);
    }

    /** The same, where the first user only keeps it at hand: then the version is in use only if there are others. */
    static SharedDataset cached(LanceTable table, Optional<TableFolder> folder, Dataset dataset) {
        SharedDataset cached = new SharedDataset(table, folder, dataset);
        cached.isCached = true;
        return cached;
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
        return schemas().arrow();
    }

    TableSchema tableSchema() {
        return schemas().table();
    }

    List<LanceField> fields() {
        return schemas().fields();
    }

    private synchronized Schemas schemas() {
        Schemas known = schemas;
        if (known == null) {
            Schema arrow = LanceErrors.call(what(), dataset::getSchema);
            List<LanceField> fields =
                    LanceErrors.call(what(), () -> dataset.getLanceSchema().fields());
            known = new Schemas(arrow, ArrowSchemas.tableSchema(arrow), List.copyOf(fields));
            schemas = known;
        }
        return known;
    }

    private String what() {
        return "read the schema of table '" + table.name() + "'";
    }

    /** Finds out once per version what never changes in it. */
    boolean remembered(String question, BooleanSupplier answer) {
        Boolean known = remembered.get(question);
        if (known == null) {
            known = answer.getAsBoolean();
            remembered.put(question, known);
        }
        return known;
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
