// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.lance;

import dev.joust.internal.lance.disk.LakeFolder;
import java.nio.file.Path;
import java.util.List;
import org.apache.arrow.vector.types.pojo.Schema;

/** A new table on a local disk that nobody sees before it is published with all its rows. */
public final class StagedTable implements AutoCloseable {
    private final LanceStore store;
    private final Path lake;
    private final Path folder;
    private final LanceTable table;
    private boolean published;

    private StagedTable(LanceStore store, Path lake, Path folder, LanceTable table) {
        this.store = store;
        this.lake = lake;
        this.folder = folder;
        this.table = table;
    }

    /** Creates it empty, in a folder of the lake that is not one of a table. */
    public static StagedTable create(LanceStore store, Path lake, String name, Schema schema) {
        Path folder = LakeFolder.staging(lake);
        try {
            return new StagedTable(store, lake, folder, LanceTable.create(store, name, folder.toString(), schema));
        } catch (RuntimeException e) {
            LakeFolder.discard(folder);
            throw e;
        }
    }

    /** The table, to be filled. */
    public LanceTable table() {
        return table;
    }

    /**
     * Gives it its name, in one step.
     *
     * @throws dev.joust.error.AlreadyExistsException if the name was taken meanwhile
     */
    public void publish() {
        table.close();
        LakeFolder.publish(folder, lake, table.name());
        published = true;
        store.durability().syncFolders(List.of(lake));
    }

    /** Removes it unless it was published. */
    @Override
    public void close() {
        table.close();
        if (!published) {
            LakeFolder.discard(folder);
        }
    }
}
