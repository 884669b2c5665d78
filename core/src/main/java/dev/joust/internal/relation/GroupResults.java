// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.relation;

import dev.joust.error.StorageException;
import dev.joust.internal.arrow.Allocators;
import dev.joust.internal.lance.LanceStore;
import dev.joust.internal.lance.LanceTable;
import dev.joust.internal.lance.Snapshot;
import dev.joust.internal.lance.commit.Changes;
import dev.joust.internal.lance.disk.Durability;
import dev.joust.internal.lance.read.GroupedSql;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The value of each group of a version, in a table of its own in a temporary folder, so that they are looked up there
 * like the rows of any other table. Closing it removes the folder.
 */
final class GroupResults implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(GroupResults.class);

    private final Path folder;
    private final LanceStore store;
    private final LanceTable table;
    private final Snapshot results;
    private final List<String> keys;
    private final List<String> values;

    private GroupResults(Path folder, LanceStore store, LanceTable table, List<String> keys, List<String> values) {
        this.folder = folder;
        this.store = store;
        this.table = table;
        this.results = table.latest();
        this.keys = keys;
        this.values = values;
    }

    static GroupResults of(Snapshot snapshot, Relation relation, String what) {
        GroupedSql sql = GroupedSql.of(
                snapshot.table().store(), snapshot.schema(), relation.keys(), relation.expressions(), what);
        List<String> keys = IntStream.range(0, relation.keys().size())
                .mapToObj(i -> "k" + i)
                .toList();
        List<Field> fields = new ArrayList<>();
        for (int i = 0; i < keys.size(); i++) {
            Field key = snapshot.schema().findField(relation.keys().get(i));
            fields.add(new Field(
                    keys.get(i),
                    org.apache.arrow.vector.types.pojo.FieldType.nullable(key.getType()),
                    key.getChildren()));
        }
        fields.addAll(sql.fields());
        List<String> values = sql.fields().stream().map(Field::getName).toList();
        Path folder = temporary();
        LanceStore store = new LanceStore(Allocators.child("groups"), Map.of(), Durability.UNSYNCED);
        try {
            LanceTable table = LanceTable.create(
                    store, "groups", folder.resolve("groups.lance").toString(), new Schema(fields));
            try {
                ArrowReader answer = sql.run(snapshot);
                Changes.append(table, answer, Map.of());
                return new GroupResults(folder, store, table, keys, values);
            } catch (RuntimeException | Error e) {
                table.close();
                throw e;
            }
        } catch (RuntimeException | Error e) {
            store.close();
            remove(folder);
            throw e;
        }
    }

    /** A row for each group. */
    Snapshot results() {
        return results;
    }

    List<String> keys() {
        return keys;
    }

    List<String> values() {
        return values;
    }

    @Override
    public void close() {
        results.close();
        table.close();
        store.close();
        remove(folder);
    }

    private static Path temporary() {
        try {
            return Files.createTempDirectory("joust-groups");
        } catch (IOException e) {
            throw new StorageException("Cannot make a temporary folder: " + e + "; check java.io.tmpdir", e);
        }
    }

    private static void remove(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            LOG.warn("Could not remove temporary folder '{}': {}", folder, e.toString());
        }
    }
}
