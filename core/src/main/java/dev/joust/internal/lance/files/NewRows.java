// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.lance.files;

import dev.joust.error.NotFoundException;
import dev.joust.internal.lance.ColumnFileReader;
import dev.joust.internal.lance.FragmentFacts;
import dev.joust.internal.lance.LanceTable;
import dev.joust.internal.lance.Snapshot;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.arrow.vector.types.pojo.Field;
import org.lance.FragmentMetadata;
import org.lance.fragment.DataFile;

/** Rows that lie in finished and synced files, and that no version shows yet. */
public final class NewRows {
    private static final int BATCH_ROWS = 64;

    private final LanceTable table;
    private final WrittenColumns columns;
    private final List<FragmentMetadata> fragments;

    NewRows(LanceTable table, WrittenColumns columns, List<FragmentMetadata> fragments) {
        this.table = table;
        this.columns = columns;
        this.fragments = List.copyOf(fragments);
    }

    /** No rows, for a version of a table. */
    public static NewRows none(Snapshot base) {
        return new NewRows(base.table(), WrittenColumns.of(base, base.schema().getFields()), List.of());
    }

    /** The new fragments in Lance's words. */
    public List<FragmentMetadata> metadata() {
        return fragments;
    }

    /** How many rows there are. */
    public long rows() {
        return fragments.stream().mapToLong(FragmentMetadata::getPhysicalRows).sum();
    }

    /** The fragments in the order of the rows; their ids are their positions here, until a commit gives them others. */
    public List<FragmentFacts> fragments() {
        List<FragmentFacts> facts = new ArrayList<>();
        for (FragmentMetadata fragment : fragments) {
            facts.add(new FragmentFacts(
                    facts.size(),
                    fragment.getPhysicalRows(),
                    fragment.getPhysicalRows(),
                    Snapshot.facts(fragment).files()));
        }
        return facts;
    }

    /** These rows with more columns, from files that were written for {@link #fragments}. */
    public NewRows with(Snapshot base, List<ColumnFile> files) {
        List<FragmentMetadata> more = new ArrayList<>(fragments);
        for (ColumnFile file : files) {
            DataFile added = DataFiles.of(base, file.columns(), file.name(), file.bytes());
            more.set(
                    file.fragmentId(),
                    DataFiles.withColumns(more.get(file.fragmentId()), List.of(added), new HashSet<>()));
        }
        return new NewRows(table, columns, more);
    }

    /**
     * Writes these rows again without some of them; both sets of files are there then.
     *
     * @param dropped their places among these rows, in order; not all of them
     */
    public NewRows without(Snapshot base, BitSet dropped) {
        List<String> names = base.schema().getFields().stream()
                .map(Field::getName)
                .filter(columns::has)
                .toList();
        List<FragmentMetadata> left = new ArrayList<>();
        int start = 0;
        try {
            for (FragmentMetadata fragment : fragments) {
                int rows = (int) fragment.getPhysicalRows();
                BitSet kept = new BitSet();
                kept.set(0, rows);
                kept.andNot(dropped.get(start, start + rows));
                start += rows;
                if (kept.cardinality() == rows) {
                    left.add(fragment);
                } else if (!kept.isEmpty()) {
                    String file = fragment.getFiles().get(0).getPath();
                    left.addAll(NewFragments.write(base, ColumnFileReader.open(table, file, names, kept, BATCH_ROWS))
                            .fragments);
                }
            }
            return new NewRows(table, columns, left);
        } catch (RuntimeException e) {
            new NewRows(table, columns, left).discardBut(this);
            throw e;
        }
    }

    /** Whether a version has the columns that the rows came with as they were then: none is renamed, dropped or new. */
    public boolean hasSameColumns(Snapshot now) {
        return columns.areIn(now);
    }

    /**
     * Checks that the rows can become a part of a version that is newer than the one they were written for.
     *
     * @throws dev.joust.error.SchemaMismatchException if it has another column whose values are never NULL
     * @throws dev.joust.error.CommitConflictException if a column of the rows was created again
     */
    public void requireFit(Snapshot now) {
        columns.requireFit(now);
    }

    /**
     * Checks that the files are still there.
     *
     * @throws NotFoundException if the table was dropped with them
     */
    public void requireFiles() {
        if (!names().stream().allMatch(table::hasData)) {
            throw new NotFoundException(
                    "Cannot commit to table '" + table.name()
                            + "': it was dropped meanwhile, and the new rows with it; create it again and write again",
                    "table",
                    table.name(),
                    List.of());
        }
    }

    /** Removes the files; only for rows that were certainly not committed. */
    public void discard() {
        names().forEach(table::removeData);
    }

    /** Removes the files of these rows that the other rows do not have. */
    public void discardBut(NewRows kept) {
        Set<String> names = names();
        names.removeAll(kept.names());
        names.forEach(table::removeData);
    }

    private Set<String> names() {
        Set<String> names = new HashSet<>();
        fragments.forEach(
                fragment -> fragment.getFiles().stream().map(DataFile::getPath).forEach(names::add));
        return names;
    }
}
