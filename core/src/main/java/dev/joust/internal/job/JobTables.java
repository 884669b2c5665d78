// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.job;

import dev.joust.internal.process.ProcessIdentity;
import dev.joust.job.Job;
import dev.joust.schema.TableSchema;
import dev.joust.schema.Types;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/** The two tables of a lake that tell what ran: jobs, with a row for the start and one for the end, and errors. */
public final class JobTables {
    /** The name of the table of jobs. */
    public static final String JOBS = "_joust_jobs";

    /** The name of the table of rows that functions could not compute. */
    public static final String ERRORS = "_joust_errors";

    /** The columns of the table of jobs; {@code time} is when the row was written. */
    public static final TableSchema JOB_SCHEMA = TableSchema.builder()
            .required("id", Types.STRING)
            .required("kind", Types.STRING)
            .required("table", Types.STRING)
            .column("columns", Types.listOf(Types.STRING))
            .required("state", Types.STRING)
            .required("rows_total", Types.INT64)
            .required("rows_done", Types.INT64)
            .required("rows_failed", Types.INT64)
            .required("started", Types.INSTANT)
            .required("seconds", Types.FLOAT64)
            .required("version", Types.INT64)
            .column("jdk", Types.STRING)
            .column("os", Types.STRING)
            .column("joust", Types.STRING)
            .column("udf_jars", Types.listOf(Types.STRING))
            .column("message", Types.STRING)
            .column("process", Types.STRING)
            .required("time", Types.INSTANT)
            .build();

    /** The columns of the table of errors. */
    public static final TableSchema ERROR_SCHEMA = TableSchema.builder()
            .required("job", Types.STRING)
            .required("table", Types.STRING)
            .required("column", Types.STRING)
            .required("udf", Types.STRING)
            .required("udf_version", Types.INT32)
            .required("row_id", Types.INT64)
            .column("fragment", Types.INT32)
            .column("error", Types.STRING)
            .column("message", Types.STRING)
            .column("stack", Types.STRING)
            .required("attempt", Types.INT32)
            .column("max_attempts", Types.INT32)
            .required("time", Types.INSTANT)
            .column("input", Types.STRING)
            .build();

    private JobTables() {}

    /** Returns a job as a row of its table. */
    public static Map<String, Object> row(Job job, Instant time) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("id", job.id());
        row.put("kind", job.kind());
        row.put("table", job.table());
        row.put("columns", job.columns());
        row.put("state", job.state().name().toLowerCase(java.util.Locale.ROOT));
        row.put("rows_total", job.rowsTotal());
        row.put("rows_done", job.rowsDone());
        row.put("rows_failed", job.rowsFailed());
        row.put("started", job.started());
        row.put("seconds", job.seconds());
        row.put("version", job.version());
        row.put("jdk", job.jdk());
        row.put("os", job.os());
        row.put("joust", job.joust());
        row.put("udf_jars", job.udfJars());
        row.put("message", job.message());
        row.put("process", ProcessIdentity.current().text());
        row.put("time", time);
        return row;
    }
}
