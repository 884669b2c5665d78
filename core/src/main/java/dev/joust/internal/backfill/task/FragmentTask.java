// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.backfill.task;

import static java.util.Objects.requireNonNull;

import dev.joust.feature.RowSet;
import dev.joust.run.Task;
import java.util.List;

/**
 * Some features of one fragment, in one pass over its rows.
 *
 * @param job the job's id
 * @param version the version that is read
 * @param fragment the fragment's id
 * @param work at least one feature
 */
public record FragmentTask(String job, long version, int fragment, List<FeatureWork> work)
        implements Task<FragmentResult> {
    public FragmentTask {
        requireNonNull(job, "job");
        work = List.copyOf(work);
    }

    @Override
    public String label() {
        return "fragment " + fragment;
    }

    /** The rows of any feature. */
    public RowSet rows() {
        RowSet rows = RowSet.none();
        for (FeatureWork one : work) {
            rows = rows.or(one.rows());
        }
        return rows;
    }

    /** The same without what one checkpoint has. */
    FragmentTask without(String checkpoint) {
        return new FragmentTask(
                job,
                version,
                fragment,
                work.stream().map(one -> one.without(checkpoint)).toList());
    }
}
