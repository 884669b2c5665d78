// SPDX-License-Identifier: Apache-2.0
package dev.joust;

import dev.joust.error.InvalidRequestException;
import dev.joust.error.NotFoundException;
import dev.joust.internal.lance.LanceStore;
import dev.joust.internal.lance.LanceTable;
import dev.joust.internal.lance.Snapshot;
import dev.joust.internal.lance.disk.LakeFolder;
import dev.joust.internal.lance.version.Versions;
import dev.joust.internal.permutation.StoredPermutation;
import dev.joust.internal.permutation.TablePermutations;
import dev.joust.permutation.Permutation;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;

/** The stored permutations of a lake. Each keeps its version of the table that it is of by a tag there. */
record LakePermutations(Lake lake) {
    private static final String TAG = "permutation-";

    /** The names of all, in alphabetical order. */
    List<String> names() {
        return lake.tables().stream()
                .filter(info -> info.kind() == TableInfo.Kind.PERMUTATION)
                .map(TableInfo::name)
                .toList();
    }

    Permutation open(String name) {
        if (!lake.exists(name)) {
            throw LakeUri.notFound("permutation", name, lake.uri(), names());
        }
        try (Snapshot stored = lake.openTable(name).handle().latest()) {
            if (!StoredPermutation.isOne(stored.schema())) {
                throw new InvalidRequestException("Cannot open permutation '" + name
                        + "': it is a table or view; open it as that, or name a permutation");
            }
            String table = StoredPermutation.definition(name, stored.schema()).table();
            return StoredPermutation.open(stored, of(source(name, table)));
        }
    }

    private Table source(String name, String table) {
        try {
            return lake.openTable(table);
        } catch (NotFoundException e) {
            throw new NotFoundException(
                    "Cannot open permutation '" + name + "': table '" + table
                            + "', whose rows it has, is not in lake '" + lake.uri()
                            + "' any more; drop the permutation, or restore the table",
                    "table",
                    table,
                    e.candidates());
        }
    }

    TablePermutations of(Table table) {
        return new TablePermutations(table.handle(), (permutation, name) -> save(table.handle(), permutation, name));
    }

    private void save(LanceTable table, Permutation permutation, String name) {
        TableBranches.requireNone("save permutation '" + name + "'", table.name());
        Path folder = lake.requireFreeFor("permutation", name);
        LanceStore store = table.store();
        // Two that are saved at once under one name must not have one tag.
        String tag = TAG + name + "-" + UUID.randomUUID().toString().substring(0, 8);
        Versions.tag(table, tag, permutation.version());
        try {
            LakeFolder.create(folder);
            StoredPermutation.create(store, folder, name, permutation, tag);
        } catch (RuntimeException e) {
            Versions.dropTagIfThere(table, tag);
            throw e;
        }
    }

    /** Lets go of the version that a permutation kept; called after it was dropped. */
    void release(StoredPermutation.Kept kept) {
        if (lake.exists(kept.table())) {
            Versions.dropTagIfThere(lake.openTable(kept.table()).handle(), kept.tag());
        }
    }
}
