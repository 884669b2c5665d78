// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.lance.commit;

import static java.util.Objects.requireNonNull;

import dev.joust.error.InternalException;
import dev.joust.internal.lance.Snapshot;
import dev.joust.internal.lance.files.ColumnFile;
import dev.joust.internal.lance.files.DataFiles;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.lance.FragmentMetadata;
import org.lance.fragment.DataFile;
import org.lance.operation.Merge;
import org.lance.schema.LanceField;

/**
 * Adds columns together with their values, in one commit.
 *
 * <p>Lance numbers the fields of new columns upwards from the highest id that the schema and the data files of a
 * version name, outer before inner; files that name those ids before the commit are right after it.
 */
public final class NewColumns {
    private NewColumns() {}

    /**
     * The ids that new columns will get, nested fields included.
     *
     * @return one list for each column
     */
    public static List<List<Integer>> fieldIds(Snapshot now, List<Field> columns) {
        int highest = now.fields().stream().mapToInt(NewColumns::highest).max().orElse(-1);
        for (FragmentMetadata fragment : now.metadata()) {
            for (DataFile file : fragment.getFiles()) {
                highest =
                        Math.max(highest, Arrays.stream(file.getFields()).max().orElse(-1));
            }
        }
        List<List<Integer>> ids = new ArrayList<>();
        int next = highest + 1;
        for (Field column : columns) {
            List<Integer> own = new ArrayList<>();
            for (int i = DataFiles.fields(column); i > 0; i--) {
                own.add(next++);
            }
            ids.add(own);
        }
        return ids;
    }

    private static int highest(LanceField field) {
        int highest = field.getId();
        for (LanceField child : field.getChildren()) {
            highest = Math.max(highest, highest(child));
        }
        return highest;
    }

    /**
     * Commits columns with a file for every fragment of the version that they were computed from.
     *
     * @param files by fragment
     * @throws dev.joust.error.CommitConflictException if another writer changed rows or columns since
     */
    public static long commit(
            Snapshot now, List<Field> columns, Map<Integer, ColumnFile> files, Map<String, String> properties) {
        List<List<Integer>> ids = fieldIds(now, columns);
        List<FragmentMetadata> fragments = new ArrayList<>();
        for (FragmentMetadata fragment : now.metadata()) {
            ColumnFile file = requireNonNull(files.get(fragment.getId()), "file");
            fragments.add(DataFiles.withColumns(
                    fragment,
                    List.of(DataFiles.of(now, columns, ids.get(0).get(0), file.name(), file.bytes())),
                    Set.of()));
        }
        List<Field> fields = new ArrayList<>(now.schema().getFields());
        fields.addAll(columns);
        Schema schema = new Schema(fields, now.schema().getCustomMetadata());
        long version = now.table()
                .commit(now, Merge.builder().fragments(fragments).schema(schema).build(), properties);
        requireIds(now, columns, ids);
        return KeptDescriptions.putBack(now, version);
    }

    private static void requireIds(Snapshot before, List<Field> columns, List<List<Integer>> ids) {
        try (Snapshot after = before.table().latest()) {
            for (int i = 0; i < columns.size(); i++) {
                String column = columns.get(i).getName();
                List<Integer> given = after.fieldIds(column);
                if (!given.isEmpty() && !given.equals(ids.get(i))) {
                    throw new InternalException("Cannot add column '" + column + "' to table '"
                            + before.table().name() + "': its fields got the ids " + given + ", its file has "
                            + ids.get(i) + "; drop the column, and please report this");
                }
            }
        }
    }
}
