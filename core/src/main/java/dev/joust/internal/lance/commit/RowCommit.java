// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.lance.commit;

import dev.joust.error.CommitConflictException;
import dev.joust.error.NotFoundException;
import dev.joust.error.StorageException;
import dev.joust.internal.lance.Snapshot;
import dev.joust.internal.lance.disk.DeletionFileForm;
import dev.joust.internal.lance.disk.TablePaths;
import dev.joust.internal.lance.disk.VersionFiles;
import dev.joust.internal.lance.files.NewRows;
import dev.joust.internal.lance.guard.LanceErrors;
import java.nio.file.Path;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.lance.FragmentMetadata;
import org.lance.fragment.DeletionFile;
import org.lance.operation.Delete;
import org.lance.operation.Operation;
import org.lance.operation.Update;
import org.lance.schema.LanceField;

/** Takes rows out of a table and puts others in, in one commit. */
public final class RowCommit {
    /** No fragment ever has this id; two replacements that both claim to remove it conflict. */
    private static final long FENCE = 0xFFFF_FFFFL;

    private final Snapshot base;
    private final List<FragmentMetadata> updated = new ArrayList<>();
    private final List<Long> emptied = new ArrayList<>();
    private final List<Path> deletionFiles = new ArrayList<>();

    private RowCommit(Snapshot base) {
        this.base = base;
    }

    /**
     * Removes rows.
     *
     * @param predicate the SQL that chose them, for the record
     * @return the version without them
     * @throws CommitConflictException if another writer changed these fragments since the base version
     */
    public static long delete(Snapshot base, RowAddresses removed, String predicate, Map<String, String> properties) {
        RowCommit commit = new RowCommit(base);
        commit.writeDeletions(removed);
        return commit.commit(
                Delete.builder()
                        .updatedFragments(commit.updated)
                        .deletedFragmentIds(commit.emptied)
                        .predicate(predicate)
                        .build(),
                properties);
    }

    /**
     * Removes rows and adds others, which get row ids of their own: a row that kept its id would be found by indexes
     * under its old values. Of two replacements that were made from one version, only one is committed, even if they
     * have no row in common: so rows that are checked against the table cannot be added twice.
     *
     * @return the version with the new rows
     * @throws CommitConflictException if another writer changed these fragments, or replaced any rows, since the base
     *     version; the new rows are still there, to be committed again
     */
    public static long replace(Snapshot base, RowAddresses removed, NewRows added, Map<String, String> properties) {
        added.requireFiles();
        RowCommit commit = new RowCommit(base);
        commit.writeDeletions(removed);
        commit.emptied.add(FENCE);
        // Lance takes a field that is missing here for one whose index already knows the new rows.
        List<Integer> allFields = new ArrayList<>();
        for (LanceField field : base.fields()) {
            Snapshot.collect(field, allFields);
        }
        return commit.commit(
                Update.builder()
                        .updatedFragments(commit.updated)
                        .removedFragmentIds(commit.emptied)
                        .newFragments(added.metadata())
                        .fieldsForPreservingFragBitmap(
                                allFields.stream().mapToLong(Integer::longValue).toArray())
                        .updateMode(Optional.of(Update.UpdateMode.RewriteRows))
                        .build(),
                properties);
    }

    private void writeDeletions(RowAddresses removed) {
        String what = "delete from table '" + base.table().name() + "'";
        Optional<TablePaths> paths = base.table().paths();
        try {
            for (int id : removed.fragments()) {
                FragmentMetadata left = base.dataset().getFragment(id).deleteRows(offsets(removed, id));
                if (left == null) {
                    emptied.add((long) id);
                    continue;
                }
                updated.add(left);
                DeletionFile file = left.getDeletionFile();
                if (file != null) {
                    paths.ifPresent(p -> deletionFiles.add(VersionFiles.deletion(p, id, file)));
                }
            }
        } catch (Exception e) {
            removeDeletions();
            throw LanceErrors.translate(what, e);
        }
        if (!deletionFiles.stream().allMatch(DeletionFileForm::isWhole)) {
            removeDeletions();
            throw new StorageException("Cannot " + what
                    + ": a list of deleted rows was not written whole, as on a full disk; free some space, nothing was"
                    + " committed");
        }
        base.table().store().durability().sync(deletionFiles);
    }

    private static List<Integer> offsets(RowAddresses removed, int fragment) {
        int[] offsets = removed.offsets(fragment).stream().toArray();
        return new AbstractList<>() {
            @Override
            public Integer get(int index) {
                return offsets[index];
            }

            @Override
            public int size() {
                return offsets.length;
            }
        };
    }

    private long commit(Operation operation, Map<String, String> properties) {
        try {
            return base.table().commit(base, operation, properties);
        } catch (CommitConflictException | NotFoundException e) {
            removeDeletions();
            throw e;
        }
    }

    private void removeDeletions() {
        deletionFiles.forEach(path -> path.toFile().delete());
    }
}
