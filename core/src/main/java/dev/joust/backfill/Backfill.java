// SPDX-License-Identifier: Apache-2.0
package dev.joust.backfill;

import static java.util.Objects.requireNonNull;

import dev.joust.feature.ErrorPolicy;
import dev.joust.filter.Filter;
import dev.joust.job.Cancellation;
import dev.joust.job.JobListener;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Fills the cells of features that are missing or stale, fragment by fragment.
 *
 * <p>Several features are computed in one pass over their inputs. Fragments are committed as they finish; what is
 * committed stays, whatever happens later, and running the same backfill again computes what is still missing.
 *
 * <p>Threads: a builder belongs to one thread. Two backfills of one column may run at once; the later commit of a
 * fragment is computed again.
 */
public final class Backfill {
    /** Default rows in one call of a function: {@value}. */
    public static final int DEFAULT_BATCH_ROWS = 256;

    /** Default bytes of inputs in memory at once: 256 MiB. */
    public static final long DEFAULT_QUEUE_BYTES = 256L << 20;

    /** Default number of finished fragments that make a commit: {@value}. */
    public static final int DEFAULT_COMMIT_FRAGMENTS = 16;

    /** Default seconds after which finished fragments are committed anyway: {@value}. */
    public static final double DEFAULT_COMMIT_SECONDS = 10;

    /** Default number of rows that are tried before a part of failed ones can stop a feature: {@value}. */
    public static final long DEFAULT_FRACTION_AFTER_ROWS = 100;

    /** Default seconds that a function which is to end may go on before its thread is given up: {@value}. */
    public static final double DEFAULT_GRACE_SECONDS = 5;

    private final Function<BackfillRequest, BackfillResult> engine;
    private final Function<Filter, String> sql;
    private final List<String> features;
    private Cancellation cancellation = new Cancellation();
    private @Nullable Filter where;
    private BackfillScope scope = BackfillScope.NEEDED;
    private int concurrency = Runtime.getRuntime().availableProcessors();
    private int batchRows = DEFAULT_BATCH_ROWS;
    private long queueBytes = DEFAULT_QUEUE_BYTES;
    private int commitFragments = DEFAULT_COMMIT_FRAGMENTS;
    private double commitSeconds = DEFAULT_COMMIT_SECONDS;
    private int checkpointRows;
    private int maxFragments = Integer.MAX_VALUE;
    private FailureSettings failures = FailureSettings.DEFAULT;
    private JobListener listener = JobListener.none();

    /**
     * Starts the description of a backfill.
     *
     * @param engine what runs it
     * @param sql what writes filters as SQL for the table
     * @param features the features, by name or by one of their columns
     */
    public Backfill(
            Function<BackfillRequest, BackfillResult> engine, Function<Filter, String> sql, List<String> features) {
        this.engine = requireNonNull(engine, "engine");
        this.sql = requireNonNull(sql, "sql");
        this.features = List.copyOf(features);
        if (features.isEmpty()) {
            throw new IllegalArgumentException("features must name at least one");
        }
    }

    /**
     * Computes only rows for which this SQL expression is true.
     *
     * @param parameters values for each {@code ?} in it; see {@link Filter#sql}
     */
    public Backfill where(String expression, Object... parameters) {
        if (expression.isBlank()) {
            throw new IllegalArgumentException("where must not be blank");
        }
        return where(Filter.sql(expression, parameters));
    }

    /** Computes only rows for which this is true; a value that does not fit its column is refused by {@link #run}. */
    public Backfill where(Filter filter) {
        this.where = requireNonNull(filter, "filter");
        return this;
    }

    /** Sets how many instances of each function work at once; the number of cores by default. */
    public Backfill concurrency(int instances) {
        this.concurrency = positive("concurrency", instances);
        return this;
    }

    /** Sets how many rows reach a function in one call. */
    public Backfill batchRows(int rows) {
        this.batchRows = positive("batchRows", rows);
        return this;
    }

    /** Sets how many bytes of inputs may be in memory at once; a single larger batch still passes. */
    public Backfill queueBytes(long bytes) {
        if (bytes <= 0) {
            throw new IllegalArgumentException("queueBytes must be positive but was " + bytes);
        }
        this.queueBytes = bytes;
        return this;
    }

    /** Sets how many finished fragments make a commit. */
    public Backfill commitFragments(int fragments) {
        this.commitFragments = positive("commitFragments", fragments);
        return this;
    }

    /** Sets after how many seconds finished fragments are committed anyway. */
    public Backfill commitSeconds(double seconds) {
        if (!(seconds > 0)) {
            throw new IllegalArgumentException("commitSeconds must be positive but was " + seconds);
        }
        this.commitSeconds = seconds;
        return this;
    }

    /**
     * Sets after how many rows the computed cells of a fragment that is not finished are written down, so that a
     * backfill that starts again after a crash computes no more than three times these rows again, for each of the two
     * fragments that were being computed: those of the checkpoint that was being gathered, and those that the functions
     * had. At least every five seconds a checkpoint is written in any case.
     *
     * <p>By default it is 10,000 rows, but no sooner than a second after the last checkpoint, so that quick functions
     * and small fragments pay nothing. A checkpoint holds for the same function and the same inputs. The next backfill
     * of the feature uses it, whatever its {@link #where}; one that {@link #recompute recomputes} uses only those of a
     * recomputation by the same request that was killed, and goes on with that one.
     */
    public Backfill checkpointRows(int rows) {
        this.checkpointRows = positive("checkpointRows", rows);
        return this;
    }

    /** Computes the first fragments that need it, and no more than this many. */
    public Backfill fragments(int most) {
        this.maxFragments = positive("fragments", most);
        return this;
    }

    /** Computes all rows, fresh and foreign ones included. */
    public Backfill recompute() {
        this.scope = BackfillScope.ALL;
        return this;
    }

    /** Computes only the rows that failed before. */
    public Backfill retryFailed() {
        this.scope = BackfillScope.FAILED;
        return this;
    }

    /**
     * Sets what happens when a function fails; by default its feature stops at the first failure.
     *
     * <p>A feature that stops does not stop the others of the pass: they are completed and committed, and only then
     * does the backfill fail. Features that read a stopped one are not computed.
     */
    public Backfill onError(ErrorPolicy policy) {
        this.failures = failures.withOnError(requireNonNull(policy, "policy"));
        return this;
    }

    /** Stops a feature when more of its rows than this failed. */
    public Backfill maxFailedRows(long rows) {
        this.failures = failures.withMaxFailedRows(rows);
        return this;
    }

    /**
     * Stops a feature when a larger part than this of its rows failed, of those that were tried so far; looked at from
     * {@value #DEFAULT_FRACTION_AFTER_ROWS} rows on.
     */
    public Backfill maxFailedFraction(double fraction) {
        return maxFailedFraction(fraction, DEFAULT_FRACTION_AFTER_ROWS);
    }

    /**
     * Stops a feature when a larger part than this of its rows failed, of those that were tried so far.
     *
     * @param afterRows how many rows are tried before that is looked at
     */
    public Backfill maxFailedFraction(double fraction, long afterRows) {
        this.failures = failures.withMaxFailedFraction(fraction, afterRows);
        return this;
    }

    /**
     * Sets how long a function may take: to open, and for each call, which is a row for functions of one row and up to
     * {@link #batchRows} rows for functions of many.
     *
     * <p>A call that takes longer is interrupted and fails with a {@link java.util.concurrent.TimeoutException}, of
     * which the {@link #onError policy} decides like of any other failure: rows of a call that ended are looked for by
     * halving it. A function that does not answer the interrupt within the {@link #graceSeconds grace} is left alone on
     * its thread, a fresh instance goes on, and all rows of the call fail, for halving it would leave a thread behind
     * each time.
     */
    public Backfill timeoutSeconds(double seconds) {
        this.failures = failures.withTimeoutSeconds(seconds);
        return this;
    }

    /** Sets how long a function that was interrupted, at its timeout or when the job is cancelled, may go on. */
    public Backfill graceSeconds(double seconds) {
        this.failures = failures.withGraceSeconds(seconds);
        return this;
    }

    /** Sets who hears of progress and commits. */
    public Backfill onProgress(JobListener hears) {
        this.listener = requireNonNull(hears, "hears");
        return this;
    }

    /** Sets what asks it to stop, in place of a request of its own that only {@link BackfillHandle#cancel} makes. */
    public Backfill cancelledBy(Cancellation request) {
        this.cancellation = requireNonNull(request, "request");
        return this;
    }

    /**
     * Computes and commits; returns when everything is done.
     *
     * @throws dev.joust.error.UdfException if the only feature stopped: its function failed and the policy says so, or
     *     more rows failed than allowed
     * @throws dev.joust.error.FeaturesFailedException if one of several features stopped; the others are complete
     * @throws dev.joust.error.NotFoundException if the table has no such feature
     * @throws dev.joust.error.InvalidRequestException if the running program has another function under the recorded
     *     name, or the expression is wrong
     * @throws java.util.concurrent.CancellationException if it was cancelled, or the thread was interrupted
     */
    public BackfillResult run() {
        return engine.apply(request());
    }

    /** Starts it on a thread of its own. */
    public BackfillHandle start() {
        BackfillRequest request = request();
        return BackfillHandle.start(() -> engine.apply(request), cancellation);
    }

    private BackfillRequest request() {
        return new BackfillRequest(
                features,
                where == null ? null : sql.apply(where),
                scope,
                concurrency,
                batchRows,
                queueBytes,
                commitFragments,
                commitSeconds,
                checkpointRows,
                maxFragments,
                failures,
                listener,
                cancellation);
    }

    private static int positive(String name, int value) {
        if (value < 1) {
            throw new IllegalArgumentException(name + " must be positive but was " + value);
        }
        return value;
    }
}
