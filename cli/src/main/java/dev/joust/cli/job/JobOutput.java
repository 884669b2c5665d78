// SPDX-License-Identifier: Apache-2.0
package dev.joust.cli.job;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.joust.Lake;
import dev.joust.cli.print.JsonFields;
import dev.joust.error.InvalidRequestException;
import dev.joust.job.Job;
import dev.joust.schema.Names;
import java.util.List;
import java.util.Locale;

/** A job as fields and cells. */
final class JobOutput {
    private static final int MAX_SHOWN = 20;

    private JobOutput() {}

    /**
     * The whole id that begins so; what was given, if none does.
     *
     * @throws InvalidRequestException if several do
     */
    static String completeId(Lake lake, String start) {
        List<String> ids = lake.jobs().stream()
                .map(Job::id)
                .filter(id -> id.startsWith(start))
                .distinct()
                .toList();
        if (ids.size() > 1 && !ids.contains(start)) {
            String more = ids.size() > MAX_SHOWN ? " and " + (ids.size() - MAX_SHOWN) + " more" : "";
            throw new InvalidRequestException("Cannot choose a job by '" + start + "': " + ids.size()
                    + " ids begin so, " + Names.quoted(ids.subList(0, Math.min(MAX_SHOWN, ids.size()))) + more
                    + "; give more of the one that you mean");
        }
        return ids.size() == 1 ? ids.get(0) : start;
    }

    static void write(ObjectNode json, Job job) {
        json.put("id", job.id())
                .put("kind", job.kind())
                .put("table", job.table())
                .put("state", state(job))
                .put("rows_done", job.rowsDone())
                .put("rows_total", job.rowsTotal())
                .put("rows_failed", job.rowsFailed())
                .put("started", job.started().toString())
                .put("seconds", JsonFields.seconds(job.seconds()))
                .put("version", job.version())
                .put("jdk", job.jdk())
                .put("os", job.os())
                .put("joust", job.joust())
                .put("message", job.message());
        JsonFields.put(json, "columns", job.columns());
        JsonFields.put(json, "udf_jars", job.udfJars());
    }

    static String state(Job job) {
        return job.state().name().toLowerCase(Locale.ROOT);
    }
}
