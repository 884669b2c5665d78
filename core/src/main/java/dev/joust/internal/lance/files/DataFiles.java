// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.lance.files;

import dev.joust.error.InvalidRequestException;
import dev.joust.internal.lance.Snapshot;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.lance.FragmentMetadata;
import org.lance.fragment.DataFile;
import org.lance.schema.LanceField;

/** Rebuilds the metadata of fragments and of their data files. */
public final class DataFiles {
    private DataFiles() {}

    /** The entry of a file that holds these columns and no others, as its writer was given them. */
    public static DataFile of(Snapshot table, List<String> columns, String name, long bytes) {
        String[] format = table.fileFormat().split("\\.", 2);
        int major = Integer.parseInt(format[0]);
        int minor = Integer.parseInt(format[1]);
        List<Integer> stored = new ArrayList<>();
        for (String column : columns) {
            LanceField field = table.field(column)
                    .orElseThrow(() -> new InvalidRequestException("Cannot write column '" + column + "' of table '"
                            + table.table().name() + "': it was dropped meanwhile; add it again"));
            addStored(field, minor == 0, stored);
        }
        int[] fields = stored.stream().mapToInt(Integer::intValue).toArray();
        int[] columnIndices = IntStream.range(0, fields.length).toArray();
        return new DataFile(name, fields, columnIndices, major, minor, bytes, null);
    }

    /** Since format 2.1 a file has a column for each leaf, before that one for each field. */
    private static void addStored(LanceField field, boolean withParents, List<Integer> ids) {
        boolean leaf = field.getChildren().isEmpty() || isPackedVector(field.asArrowField());
        if (leaf || withParents) {
            ids.add(field.getId());
        }
        if (!leaf) {
            field.getChildren().forEach(child -> addStored(child, withParents, ids));
        }
    }

    /**
     * The entry of a file that holds columns that a table gets with its commit.
     *
     * @param firstId the id of the first column; the others follow, outer before inner
     */
    public static DataFile of(Snapshot table, List<Field> columns, int firstId, String name, long bytes) {
        String[] format = table.fileFormat().split("\\.", 2);
        int minor = Integer.parseInt(format[1]);
        List<Integer> stored = new ArrayList<>();
        int next = firstId;
        for (Field column : columns) {
            next = addStored(column, minor == 0, next, stored);
        }
        int[] fields = stored.stream().mapToInt(Integer::intValue).toArray();
        return new DataFile(
                name,
                fields,
                IntStream.range(0, fields.length).toArray(),
                Integer.parseInt(format[0]),
                minor,
                bytes,
                null);
    }

    private static int addStored(Field field, boolean withParents, int id, List<Integer> ids) {
        boolean leaf = field.getChildren().isEmpty() || isPackedVector(field);
        if (leaf || withParents) {
            ids.add(id);
        }
        int next = id + 1;
        if (!leaf) {
            for (Field child : field.getChildren()) {
                next = addStored(child, withParents, next, ids);
            }
        }
        return next;
    }

    /** How many ids a column takes: itself and everything inside it. */
    public static int fields(Field column) {
        int fields = 1;
        if (!isPackedVector(column)) {
            for (Field child : column.getChildren()) {
                fields += fields(child);
            }
        }
        return fields;
    }

    /** A fixed-size list of numbers is one leaf. */
    private static boolean isPackedVector(Field field) {
        return field.getType() instanceof ArrowType.FixedSizeList
                && field.getChildren().get(0).getChildren().isEmpty();
    }

    static DataFile withFields(DataFile file, int[] fields) {
        return new DataFile(
                file.getPath(),
                fields,
                file.getColumnIndices(),
                file.getFileMajorVersion(),
                file.getFileMinorVersion(),
                file.getFileSizeBytes(),
                file.getBaseId().orElse(null));
    }

    /**
     * The fragment with these files added; the fields that they hold are masked in the files before them, and a file
     * that is masked whole is left out.
     */
    public static FragmentMetadata withColumns(
            FragmentMetadata fragment, List<DataFile> added, Set<Integer> replacedIds) {
        List<DataFile> files = new ArrayList<>();
        for (DataFile file : fragment.getFiles()) {
            int[] fields = Arrays.stream(file.getFields())
                    .map(id -> replacedIds.contains(id) ? Snapshot.TOMBSTONE : id)
                    .toArray();
            if (Arrays.stream(fields).anyMatch(id -> id != Snapshot.TOMBSTONE)) {
                files.add(withFields(file, fields));
            }
        }
        files.addAll(added);
        return new FragmentMetadata(
                fragment.getId(),
                files,
                fragment.getPhysicalRows(),
                fragment.getDeletionFile(),
                fragment.getRowIdMeta(),
                fragment.getCreatedAtVersionMeta(),
                fragment.getLastUpdatedAtVersionMeta());
    }
}
