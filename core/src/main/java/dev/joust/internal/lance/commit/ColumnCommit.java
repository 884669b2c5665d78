// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.lance.commit;

import static java.util.Objects.requireNonNull;

import dev.joust.error.CommitConflictException;
import dev.joust.internal.lance.LanceTable;
import dev.joust.internal.lance.Snapshot;
import dev.joust.internal.lance.files.ColumnFile;
import dev.joust.internal.lance.files.DataFiles;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.lance.FragmentMetadata;
import org.lance.fragment.DataFile;
import org.lance.operation.Update;

/**
 * Makes finished column files visible, in one commit on the newest version.
 *
 * <p>For each file it is checked that its fragment is still there with the same rows, and that the inputs are still in
 * the files that the worker read. A file that fails the check is handed back, to be computed again; appends, deletes,
 * other columns and new indexes in between cost nothing.
 */
public final class ColumnCommit {
    private ColumnCommit() {}

    /**
     * What came of a commit.
     *
     * @param version the version that shows the files, or the newest one if none could be shown
     * @param committed the files that are visible now
     * @param outdated files whose fragment or inputs changed meanwhile; their rows must be computed again
     */
    public record Outcome(long version, List<ColumnFile> committed, List<ColumnFile> outdated) {
        /** Copies the lists. */
        public Outcome {
            committed = List.copyOf(committed);
            outdated = List.copyOf(outdated);
        }
    }

    /**
     * Commits what is still valid.
     *
     * @throws dev.joust.error.InvalidRequestException if a column was dropped meanwhile, even if there is another of
     *     its name
     * @throws CommitConflictException if other writers were first twenty times in a row
     */
    public static Outcome commit(LanceTable table, List<ColumnFile> files, Map<String, String> properties) {
        return Changes.retried(table, now -> commitOn(now, files, properties, false));
    }

    /**
     * Commits all files, or none if one of them is outdated.
     *
     * @throws dev.joust.error.InvalidRequestException if a column was dropped meanwhile, even if there is another of
     *     its name
     * @throws CommitConflictException if other writers were first twenty times in a row
     */
    public static Outcome commitTogether(LanceTable table, List<ColumnFile> files, Map<String, String> properties) {
        return Changes.retried(table, now -> commitOn(now, files, properties, true));
    }

    /** Removes a file that was certainly not committed. */
    public static void discard(LanceTable table, ColumnFile file) {
        table.removeData(file.name());
    }

    private static Outcome commitOn(
            Snapshot now, List<ColumnFile> files, Map<String, String> properties, boolean together) {
        Map<Integer, FragmentMetadata> fragments =
                now.metadata().stream().collect(Collectors.toMap(FragmentMetadata::getId, Function.identity()));
        List<ColumnFile> valid = new ArrayList<>();
        List<ColumnFile> outdated = new ArrayList<>();
        files.forEach(file -> (isValid(now, file, fragments.get(file.fragmentId())) ? valid : outdated).add(file));
        if (valid.isEmpty() || (together && !outdated.isEmpty())) {
            return new Outcome(now.version(), List.of(), outdated);
        }
        Map<Integer, FragmentMetadata> updated = new LinkedHashMap<>();
        Set<Integer> modified = new LinkedHashSet<>();
        for (ColumnFile file : valid) {
            file.requireColumns(now);
            Set<Integer> ids = new HashSet<>();
            file.columns().forEach(column -> ids.addAll(now.fieldIds(column)));
            DataFile dataFile = DataFiles.of(now, file.columns(), file.name(), file.bytes());
            modified.addAll(ids);
            updated.compute(
                    file.fragmentId(),
                    (id, before) -> DataFiles.withColumns(
                            before == null ? requireNonNull(fragments.get(id)) : before, List.of(dataFile), ids));
        }
        Update update = Update.builder()
                .updatedFragments(List.copyOf(updated.values()))
                .fieldsModified(modified.stream().mapToLong(Integer::longValue).toArray())
                .updateMode(Optional.of(Update.UpdateMode.RewriteColumns))
                .build();
        long version = now.table().commit(now, update, properties);
        return new Outcome(version, valid, outdated);
    }

    private static boolean isValid(Snapshot now, ColumnFile file, @Nullable FragmentMetadata fragment) {
        return fragment != null
                && fragment.getPhysicalRows() == file.physicalRows()
                && Snapshot.facts(fragment).filesOf(file.inputFieldIds()).equals(file.inputs())
                && now.table().hasData(file.name());
    }
}
