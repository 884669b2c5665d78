// SPDX-License-Identifier: Apache-2.0
package dev.joust;

import static java.util.Objects.requireNonNull;

import dev.joust.backfill.Backfill;
import dev.joust.backfill.Preview;
import dev.joust.diff.TableDiff;
import dev.joust.encoder.EncodedQuery;
import dev.joust.encoder.EncoderIdentity;
import dev.joust.error.InvalidRequestException;
import dev.joust.feature.AggregateFeature;
import dev.joust.feature.DuplicateFeature;
import dev.joust.feature.Feature;
import dev.joust.feature.FeatureIdentity;
import dev.joust.feature.FeatureStatus;
import dev.joust.feature.JoinedFeature;
import dev.joust.feature.SqlFeature;
import dev.joust.filter.Filter;
import dev.joust.index.Index;
import dev.joust.index.IndexStatus;
import dev.joust.internal.backfill.BackfillEngine;
import dev.joust.internal.backfill.SqlColumns;
import dev.joust.internal.backfill.trial.Previewer;
import dev.joust.internal.diff.DiffEngine;
import dev.joust.internal.feature.FeatureRegistry;
import dev.joust.internal.feature.FeatureResolver;
import dev.joust.internal.feature.Registration;
import dev.joust.internal.feature.Registrations;
import dev.joust.internal.feature.SqlFeatures;
import dev.joust.internal.fingerprint.Fingerprints;
import dev.joust.internal.lance.LanceTable;
import dev.joust.internal.lance.Snapshot;
import dev.joust.internal.lance.commit.Columns;
import dev.joust.internal.lance.guard.FilterSql;
import dev.joust.internal.lance.version.Versions;
import dev.joust.internal.loader.TableLoaders;
import dev.joust.internal.permutation.StoredPermutation;
import dev.joust.internal.pin.PinTags;
import dev.joust.internal.query.ColumnCast;
import dev.joust.internal.query.IndexEngine;
import dev.joust.internal.query.RestoredIndexes;
import dev.joust.internal.query.SearchIndexes;
import dev.joust.internal.query.TableQueries;
import dev.joust.internal.relation.RelationFeatures;
import dev.joust.internal.view.ViewEngine;
import dev.joust.job.Cancellation;
import dev.joust.lineage.Lineage;
import dev.joust.loader.LoaderBuilder;
import dev.joust.permutation.PermutationBuilder;
import dev.joust.pin.Fingerprint;
import dev.joust.query.HybridSearch;
import dev.joust.query.Query;
import dev.joust.query.SqlQuery;
import dev.joust.query.TextQuery;
import dev.joust.query.TextSearch;
import dev.joust.query.VectorSearch;
import dev.joust.run.LocalRunner;
import dev.joust.schema.Column;
import dev.joust.schema.ColumnType;
import dev.joust.schema.Names;
import dev.joust.schema.TableSchema;
import dev.joust.sync.Sync;
import dev.joust.view.ViewDefinition;
import java.nio.channels.SeekableByteChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongConsumer;
import java.util.stream.Stream;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * One table of a lake.
 *
 * <p>Each read is at one version: the newest when it starts. Each change is a new version, made whole or not at all.
 *
 * <p>Threads: safe for use by several threads. The lake closes it.
 */
public final class Table {
    /** Fragments that a backfill has open at once: while one is written, the next is read. */
    private static final int CONCURRENT_FRAGMENTS = 2;

    /** Rows of each kind that a diff lists where nothing else is said: {@value}. */
    public static final int LISTED_ROWS = 20;

    private final Lake lake;
    private final LanceTable table;
    private final TableQueries queries;
    private final WriteRules rules;
    private final RowChanges changes;
    private final TableBranches branches;

    Table(Lake lake, LanceTable table) {
        this.lake = requireNonNull(lake, "lake");
        this.table = requireNonNull(table, "table");
        this.queries = new TableQueries(table, column -> CopiedColumn.metric(this, column));
        this.rules = new WriteRules(lake, table);
        this.changes = new RowChanges(table, rules);
        this.branches = new TableBranches(lake, table, rules);
    }

    /** Its name; that of a branch is {@code <table>@<branch>}. */
    public String name() {
        return table.name();
    }

    /** The lake that it is in. */
    public Lake lake() {
        return lake;
    }

    /** The newest version. */
    public long version() {
        try (Snapshot now = table.latest()) {
            return now.version();
        }
    }

    /** The columns of the newest version. */
    public TableSchema schema() {
        try (Snapshot now = table.latest()) {
            return now.tableSchema();
        }
    }

    /**
     * Returns the table as it was at a version, for reading only.
     *
     * <p>Every read of it, searches and loaders included, is at that version; every change is refused. The lake closes
     * it.
     *
     * @throws dev.joust.error.NotFoundException if there is no such version, or it was cleaned up
     */
    public Table at(long version) {
        return lake.checkout(table, version);
    }

    /**
     * Returns the table as it was at the version that a tag names; see {@link #at(long)}.
     *
     * @throws dev.joust.error.NotFoundException if there is no such tag, with the nearest ones
     */
    public Table at(String tag) {
        return at(version(tag));
    }

    /** The version of a tag by the name that {@link #tags()} has for it, or by that which Lance stores. */
    private long version(String tag) {
        return Optional.ofNullable(tags().get(tag)).orElseGet(() -> Versions.tagged(table, tag));
    }

    /** Makes a branch of the newest version; see {@link #createBranch(String, long)}. */
    public Table createBranch(String name) {
        return createBranch(name, version());
    }

    /**
     * Makes a branch: a table that begins with a version of this one and goes on by itself. It copies nothing; what is
     * written to one of the two never shows in the other.
     *
     * <p>The branch keeps the version from cleanups until it is dropped. It names files of this table by the place
     * where this lies now, so that it can be read only while the lake stays there.
     *
     * @return the branch, see {@link #branch}
     * @throws dev.joust.error.AlreadyExistsException if there is a branch of that name
     * @throws dev.joust.error.NotFoundException if there is no such version
     * @throws dev.joust.error.InvalidRequestException if this is a view, a branch or one of Joust's own tables, or the
     *     name is none for a branch
     */
    public Table createBranch(String name, long version) {
        return branches.create(name, version);
    }

    /**
     * The branches in alphabetical order.
     *
     * @throws dev.joust.error.InvalidRequestException if this is a branch
     */
    public List<TableBranch> branches() {
        return branches.all();
    }

    /**
     * Opens a branch: it is read and changed as its table is, and its versions, numbered on from the one that it begins
     * with, are its own. Refused are what others find by the name of a table: views, pins, tags, branches, lineage and
     * sync; and {@link #optimize}. The lake closes it.
     *
     * @throws dev.joust.error.NotFoundException if there is none of that name, with the nearest names
     * @throws dev.joust.error.InvalidRequestException if this is a branch
     */
    public Table branch(String name) {
        return branches.open(name);
    }

    /**
     * Removes a branch with all that was written to it.
     *
     * @throws dev.joust.error.NotFoundException if there is none of that name, with the nearest names
     * @throws dev.joust.error.InvalidRequestException if another branch was made from it
     */
    public void dropBranch(String name) {
        branches.drop(name);
    }

    TableInfo info() {
        try (Snapshot now = table.latest()) {
            return new TableInfo(name(), kind(now.schema()), now.count(), now.version());
        }
    }

    private static TableInfo.Kind kind(Schema schema) {
        if (StoredPermutation.isOne(schema)) {
            return TableInfo.Kind.PERMUTATION;
        }
        return ViewEngine.isView(schema) ? TableInfo.Kind.VIEW : TableInfo.Kind.TABLE;
    }

    /** What it holds, if it is a view; empty also for a view of a kind that only another program knows. */
    public Optional<ViewDefinition> viewDefinition() {
        try (Snapshot now = table.latest()) {
            Schema schema = now.schema();
            return ViewEngine.isView(schema) ? Optional.of(ViewEngine.definition(name(), schema)) : Optional.empty();
        } catch (InvalidRequestException e) {
            return Optional.empty();
        }
    }

    /** What it keeps, if it is a permutation. */
    Optional<StoredPermutation.Kept> kept() {
        try (Snapshot now = table.latest()) {
            return StoredPermutation.kept(name(), now.schema());
        }
    }

    /**
     * Appends records, in bounded memory, as one version.
     *
     * @param rows all of one record class, whose components become columns by name; columns that it lacks become NULL
     * @throws dev.joust.error.SchemaMismatchException if a record does not fit; nothing is added
     */
    public ChangeResult append(Iterable<? extends Record> rows) {
        return changes.append(rows.iterator());
    }

    /** Appends the records of a stream, which is closed; see {@link #append(Iterable)}. */
    public ChangeResult append(Stream<? extends Record> rows) {
        try (rows) {
            return changes.append(rows.iterator());
        }
    }

    /**
     * Appends rows given as maps from column names to values, in bounded memory, as one version.
     *
     * @throws dev.joust.error.SchemaMismatchException if a key is no column or a value does not fit; nothing is added
     */
    public ChangeResult appendRows(Iterable<? extends Map<String, ?>> rows) {
        return changes.appendMaps(rows.iterator());
    }

    /**
     * Appends all batches of a reader, which is closed.
     *
     * @param rows some or all columns of the table, by name; the ones that it lacks become NULL
     * @throws dev.joust.error.SchemaMismatchException if a column is unknown or a value does not fit; nothing is added
     */
    public ChangeResult append(ArrowReader rows) {
        return changes.append(rows);
    }

    /**
     * Appends the records whose key the table does not have, in one commit, and leaves the others out. The keys of the
     * records are held in memory.
     *
     * <p>Of several calls of this and of {@link #upsert} at the same time, in whichever processes, none adds a key that
     * another one has added. Plain appends are not compared.
     *
     * @param rows all of one record class, each key once
     * @param key the columns that tell rows apart; the key that the table declares, by {@code @Key}, if none is named
     * @throws dev.joust.error.InvalidRequestException if there is no such key, or one is NULL or twice in the rows
     * @throws dev.joust.error.SchemaMismatchException if a record does not fit; nothing is added
     */
    public InsertResult appendMissing(Iterable<? extends Record> rows, String... key) {
        return appendMissing(rows, present -> {}, key);
    }

    /**
     * Appends like {@link #appendMissing(Iterable, String...)}, and tells which records were left out.
     *
     * @param present hears before the commit of each record that the table has, by its place among the records, counted
     *     from 0; what it throws ends the append, and nothing is added
     */
    public InsertResult appendMissing(Iterable<? extends Record> rows, LongConsumer present, String... key) {
        return changes.appendMissing(rows.iterator(), List.of(key), present);
    }

    /** Appends the rows of a reader, which is closed; see {@link #appendMissing(Iterable, String...)}. */
    public InsertResult appendMissing(ArrowReader rows, String... key) {
        return changes.appendMissing(rows, List.of(key), present -> {});
    }

    /** How many rows there are. */
    public long count() {
        try (Snapshot now = table.latest()) {
            return now.count();
        }
    }

    /** Asks for rows and columns of this table; nothing is read before the answer is asked for. */
    public Query query() {
        return Query.of(queries);
    }

    /** Asks a whole SELECT, in which this table is called {@code t}. */
    public SqlQuery sql(String select) {
        return SqlQuery.of(queries, select);
    }

    /** Searches a column for the vectors nearest to this one. */
    public VectorSearch search(String column, float[] vector) {
        return VectorSearch.of(queries, column, vector);
    }

    /** Searches the only vector column of this length for the vectors nearest to this one. */
    public VectorSearch search(float[] vector) {
        return VectorSearch.of(queries, vector);
    }

    /**
     * Searches a column for the vectors nearest to that of one row, which itself is left out.
     *
     * <p>The row is read at once, at the newest version.
     *
     * @throws dev.joust.error.NotFoundException if there is no such row
     * @throws dev.joust.error.InvalidRequestException if the column holds no vectors, or none for this row
     */
    public VectorSearch searchLike(String column, long rowId) {
        return SimilarRow.of(this, column, rowId).searchIn(this);
    }

    /**
     * Searches a column for the vectors nearest to that of one row of a view, which has a column of the same name. The
     * row that the row of the view comes from is left out, here and in other views of it; see
     * {@link #searchLike(String, long)}.
     *
     * @param rowId the row's id in the view
     */
    public VectorSearch searchLike(String column, View view, long rowId) {
        return SimilarRow.of(view.table(), column, rowId).searchIn(this);
    }

    /**
     * Searches a column for the vectors nearest to a query that a part of the column's model made, such as a text.
     *
     * @throws dev.joust.error.InvalidRequestException if the column's vectors are of another model, some of them still
     *     are, or nothing says of which model they are
     */
    public VectorSearch search(String column, EncodedQuery query) {
        return EncodedSearch.in(this, column, query);
    }

    /** Searches the only column that the query's model filled; see {@link #search(String, EncodedQuery)}. */
    public VectorSearch search(EncodedQuery query) {
        return EncodedSearch.in(this, query);
    }

    /**
     * Searches a column for what a text says, encoded by a model that the lake knows; see {@link Lake#register}.
     *
     * @throws dev.joust.error.InvalidRequestException if the column names no encoder, or one that the lake does not
     *     know
     */
    public VectorSearch searchByText(String column, String words) {
        return search(column, lake.encoderOf(this, column).text(words));
    }

    /** Searches a column for what looks like an image, given as the bytes of a file; see {@link #searchByText}. */
    public VectorSearch searchByImage(String column, byte[] image) {
        return search(column, lake.encoderOf(this, column).image(image));
    }

    /**
     * The model that filled a column of vectors; see {@link #encoder}.
     *
     * @throws dev.joust.error.InvalidRequestException if the column holds no vectors, or nothing says which model made
     *     them; the message names the columns that can be searched by what they mean
     */
    public EncoderIdentity requireEncoder(String column) {
        return EncodedSearch.requireEncoder(this, column);
    }

    /**
     * The model that filled a column of vectors, by which queries can be made; of a view, the model of the column that
     * it copies. Empty if nothing says it.
     */
    public Optional<EncoderIdentity> encoder(String column) {
        return EncodedSearch.encoder(this, column);
    }

    /**
     * The function that fills a column, as the table records it; of a view, the one that fills the column that it
     * copies. Empty if no feature does.
     */
    public Optional<FeatureIdentity> filledBy(String column) {
        return EncodedSearch.filledBy(this, column);
    }

    /** Searches text for words, best match first by BM25. */
    public TextSearch searchText(String words) {
        return TextSearch.of(queries, words);
    }

    /**
     * Searches text for what a query finds: phrases, other spellings, words that must not be there, several columns.
     */
    public TextSearch searchText(TextQuery query) {
        return TextSearch.of(queries, query);
    }

    /**
     * Searches text for words and the only vector column of this length for near vectors, at once;
     * {@code search(column, vector).and(searchText(words))} says more of each.
     */
    public HybridSearch searchHybrid(String words, float[] vector) {
        return search(vector).and(searchText(words));
    }

    /**
     * Opens the bytes of one row, to be read from any position.
     *
     * @return holds the bytes in memory; the caller closes it
     * @throws dev.joust.error.NotFoundException if there is no such row, or its value is NULL
     * @throws dev.joust.error.InvalidRequestException if the column does not exist or does not hold bytes
     */
    public SeekableByteChannel blob(String column, long rowId) {
        return RowBytes.open(queries, schema(), column, rowId);
    }

    /**
     * For how many rows a SQL expression is true.
     *
     * @param parameters values for each {@code ?} in it; see {@link Filter#sql}
     * @throws dev.joust.error.InvalidRequestException if the expression is wrong or names a column that is not there
     */
    public long count(String where, Object... parameters) {
        return count(Filter.sql(where, parameters));
    }

    /** For how many rows a filter is true; see {@link #count(String, Object...)}. */
    public long count(Filter where) {
        return query().where(where).count();
    }

    /**
     * Deletes the rows for which a SQL expression is true; {@code true} for all rows.
     *
     * @param parameters values for each {@code ?} in it; see {@link Filter#sql}
     * @throws dev.joust.error.InvalidRequestException if the expression is empty or wrong, or this is a view
     */
    public ChangeResult delete(String where, Object... parameters) {
        return delete(Filter.sql(where, parameters));
    }

    /** Deletes the rows for which a filter is true; see {@link #delete(String, Object...)}. */
    public ChangeResult delete(Filter where) {
        return changes.delete(sql(where, "delete from table"));
    }

    private String sql(Filter filter, String action) {
        return FilterSql.of(filter, schema(), action + " '" + name() + "'");
    }

    /**
     * Sets columns of the rows for which a SQL expression is true.
     *
     * <p>Row ids stay, and no other column's bytes are copied. Indexes on the columns that are set, but for B-trees,
     * are built anew.
     *
     * @param set SQL expressions by column; they see the old values of their row
     * @param where {@code true} for all rows
     * @param parameters values for each {@code ?} in the filter; see {@link Filter#sql}
     * @throws dev.joust.error.InvalidRequestException if an expression is wrong, the filter is empty, a key column is
     *     set, or a row would get NULL where there is none
     */
    public ChangeResult update(Map<String, String> set, String where, Object... parameters) {
        return update(set, Filter.sql(where, parameters));
    }

    /** Sets columns of the rows for which a filter is true; see {@link #update(Map, String, Object...)}. */
    public ChangeResult update(Map<String, String> set, Filter where) {
        return changes.update(set, sql(where, "update table"));
    }

    /**
     * Replaces the rows whose keys the table has, and adds the others, in one commit.
     *
     * <p>The key is the column that the table's schema declares as such, by {@code @Key}. A replaced row gets a new row
     * id, and its features are missing until the next backfill.
     *
     * @param rows each key once
     * @throws dev.joust.error.InvalidRequestException if the table declares no key, or a key is NULL or twice in the
     *     rows
     */
    public UpsertResult upsert(Iterable<? extends Record> rows) {
        return changes.upsert(rows.iterator());
    }

    /** Replaces and adds the rows of a reader, which is closed; see {@link #upsert(Iterable)}. */
    public UpsertResult upsert(ArrowReader rows) {
        return changes.upsert(rows);
    }

    /** The columns that features fill; the others hold what was ingested. */
    public Set<String> featureColumns() {
        return Registrations.columns(schema());
    }

    /**
     * Adds columns that are computed by SQL from the columns there are, in one commit.
     *
     * @param expressions SQL by name of the new column
     * @throws dev.joust.error.InvalidRequestException if an expression is wrong
     * @throws dev.joust.error.SchemaMismatchException if a name is taken
     */
    public long addColumns(Map<String, String> expressions) {
        rules.requireWritable("add columns to");
        return Columns.add(table, expressions);
    }

    /**
     * Adds SQL features together with their values: one scan, one file for each fragment, one commit. Rows that come
     * later are missing until the next backfill.
     *
     * @throws dev.joust.error.AlreadyExistsException if a name is taken; nothing is added
     * @throws dev.joust.error.InvalidRequestException if an expression is wrong; nothing is added
     */
    public long addColumns(SqlFeature... features) {
        rules.requireWritable("add columns to");
        return SqlColumns.add(table, List.of(features), lake.rowLog());
    }

    /**
     * Drops columns; their bytes stay until old versions are cleaned up.
     *
     * @throws dev.joust.error.InvalidRequestException if one does not exist, none would be left, or a feature fills or
     *     reads one
     */
    public long dropColumns(String... names) {
        rules.requireWritable("drop columns of");
        rules.requireInNoView(List.of(names), "drop columns of");
        rules.requireNotJoined(List.of(names), "drop columns of");
        return Columns.drop(table, List.of(names), now -> {
            Registrations features = Registrations.of(now);
            List.of(names).forEach(name -> features.requireUnused("drop", name));
        });
    }

    /**
     * Renames a column.
     *
     * @throws dev.joust.error.InvalidRequestException if it does not exist, or a feature fills or reads it
     * @throws dev.joust.error.SchemaMismatchException if the new name is taken
     */
    public long renameColumn(String from, String to) {
        rules.requireWritable("rename a column of");
        rules.requireInNoView(List.of(from), "rename a column of");
        rules.requireNotJoined(List.of(from), "rename a column of");
        return Columns.rename(table, from, to, now -> Registrations.of(now).requireUnused("rename", from));
    }

    /**
     * Gives a column another type: whole numbers and fractions another size, {@code utf8} and {@code large_utf8},
     * vectors of {@code float16}, {@code float32} and {@code float64} of the same length. The column keeps its place
     * and name, its values are written anew, and its indexes are built again.
     *
     * <p>Fractions are rounded to the precision of the new type; any other value that does not fit is refused before
     * anything is changed. A column that a feature fills or reads keeps its type: its cells would be those of other
     * inputs. For such, add a column with the other type, such as {@code addColumns(Map.of("n64", "CAST(n AS
     * BIGINT)"))}.
     *
     * @return the version with the new type; indexes that are built again come after it
     * @throws dev.joust.error.InvalidRequestException if it does not exist, there is no such cast, a value does not
     *     fit, it is the declared key, or a feature or a view fills or reads it
     */
    public long castColumn(String name, ColumnType type) {
        rules.requireWritable("cast a column of");
        rules.requireInNoView(List.of(name), "cast a column of");
        rules.requireNotJoined(List.of(name), "cast a column of");
        return ColumnCast.cast(table, name, type, now -> Registrations.of(now).requireUnused("cast", name));
    }

    /** Creates an index, and returns when it covers all rows. */
    public long createIndex(Index index) {
        rules.requireNewest("create an index on");
        return new IndexEngine(table).create(index);
    }

    /** The indexes with how many rows each covers. */
    public List<IndexStatus> indexes() {
        return new IndexEngine(table).list();
    }

    /** Lets every index cover the rows that came since; returns the names of those that were behind. */
    public List<String> updateIndexes() {
        rules.requireNewest("update the indexes of");
        return new IndexEngine(table).update();
    }

    /** Removes an index. */
    public long dropIndex(String name) {
        rules.requireNewest("drop an index of");
        return new IndexEngine(table).drop(name);
    }

    /**
     * Adds the columns of features, without values and without writing data: one commit of metadata.
     *
     * @throws dev.joust.error.InvalidRequestException if an input is missing or does not fit, or a name is taken
     */
    public long addFeatures(Feature... features) {
        rules.requireWritable("add features to");
        lake.register(List.of(features));
        return new FeatureRegistry(table).add(List.of(features));
    }

    /**
     * Returns the feature of an SQL expression over this table's columns, with its type and inputs, to be added.
     *
     * @param column the name of the column that it will fill
     * @throws dev.joust.error.InvalidRequestException if the expression is wrong, or does not give one value for each
     *     row
     */
    public Feature sqlFeature(String column, String expression) {
        return SqlFeatures.typed(table, Feature.sql(column, expression));
    }

    /**
     * Returns a feature with values by key from another table of the lake, with its types, to be added.
     *
     * @throws dev.joust.error.NotFoundException if the other table or one of the columns does not exist
     * @throws dev.joust.error.InvalidRequestException if keys cannot be compared, or a column cannot be taken
     */
    public Feature joinedFeature(JoinedFeature feature) {
        return RelationFeatures.typed(table, feature);
    }

    /**
     * Returns a feature with a value over groups of this table's rows, with its types, to be added.
     *
     * @throws dev.joust.error.NotFoundException if a column does not exist
     * @throws dev.joust.error.InvalidRequestException if an expression is wrong, or does not give one value for each
     *     group
     */
    public Feature aggregateFeature(AggregateFeature feature) {
        return RelationFeatures.typed(table, feature);
    }

    /**
     * Returns a feature that flags near-duplicates among this table's rows, with its types, to be added.
     *
     * @throws dev.joust.error.NotFoundException if a column does not exist
     * @throws dev.joust.error.InvalidRequestException if the hash is not int64, or rows cannot be named by the column
     */
    public Feature duplicateFeature(DuplicateFeature feature) {
        return RelationFeatures.typed(table, feature);
    }

    /** Points the columns of a feature at another function; their cells are stale until the next backfill. */
    public long alterFeature(String name, Feature function) {
        rules.requireWritable("alter a feature of");
        lake.register(List.of(function));
        return new FeatureRegistry(table).alter(name, function);
    }

    /** Drops a feature with all its columns. */
    public long dropFeature(String name) {
        rules.requireWritable("drop a feature of");
        new LakeViews(lake).requireUnread(name(), columnsOf(name), "drop feature '" + name + "' of");
        rules.requireNotJoined(columnsOf(name), "drop feature '" + name + "' of");
        return new FeatureRegistry(table).drop(name);
    }

    private List<String> columnsOf(String feature) {
        return feature(feature).outputs().stream().map(Column::name).toList();
    }

    /** The features with the state of their cells. */
    public List<FeatureStatus> features() {
        return new FeatureRegistry(table).list(lake.catalog());
    }

    /** One feature with the state of its cells, fragment by fragment, and why. */
    public FeatureStatus feature(String name) {
        return new FeatureRegistry(table).show(name, lake.catalog());
    }

    /**
     * Computes a feature of this table for a few rows and writes nothing: the first ones that a backfill would compute,
     * or the first ones of the table if it would compute none.
     *
     * @param rows how many at most
     * @throws dev.joust.error.InvalidRequestException if the running program has another function under the recorded
     *     name
     */
    public Preview preview(String feature, int rows) {
        try (Snapshot now = table.latest()) {
            Registration registration = Registrations.of(now).require(feature);
            Feature function = new FeatureResolver(lake.catalog()).resolve(registration);
            return Previewer.of(now, registration, function, rows);
        }
    }

    /**
     * Computes a feature that this table does not have for its first rows, and writes nothing.
     *
     * @param rows how many at most
     * @throws dev.joust.error.InvalidRequestException if an input is missing or does not fit
     */
    public Preview preview(Feature feature, int rows) {
        try (Snapshot now = table.latest()) {
            new FeatureRegistry(table).requireInputs(now, feature);
            return Previewer.of(now, feature, rows);
        }
    }

    /** Says what a backfill computes: the cells of these features that are missing or stale, in one pass. */
    public Backfill backfill(String... features) {
        rules.requireWritable("backfill");
        return new Backfill(
                new BackfillEngine(
                        table,
                        lake.catalog(),
                        new LocalRunner(CONCURRENT_FRAGMENTS),
                        lake.rowLog(),
                        new SearchIndexes()),
                filter -> sql(filter, "backfill table"),
                List.of(features));
    }

    /**
     * Says how this table and everything that depends on it is brought up to date: its features and indexes, then view
     * by view those that read it, with theirs. Of a view it is the view, from its source as that is, and the views of
     * it.
     */
    public Sync sync() {
        rules.requireWritable("sync");
        rules.requireNoBranch("sync");
        return new Sync(request -> new SyncRun(this, request).run());
    }

    /**
     * Merges small fragments, drops deleted rows, updates indexes, and removes versions that are older than some time
     * and that nothing needs: tagged and pinned ones and those that views have come to stay.
     */
    public OptimizeResult optimize(Duration keep) {
        return optimize(keep, new Cancellation());
    }

    /** Does the same, but ends between two of its steps if that is asked for; those before are done. */
    public OptimizeResult optimize(Duration keep, Cancellation cancellation) {
        rules.requireNewest("optimize");
        rules.requireNoBranch("optimize");
        List<Long> needed = new ArrayList<>(new LakeViews(lake).neededVersions(name()));
        needed.addAll(lake.pinned().prepareCleanup(table));
        return new Optimization(table).run(keep, needed, cancellation);
    }

    /** Says what a loader delivers: batches of rows of one version, in a reproducible order, read and decoded ahead. */
    public LoaderBuilder loader() {
        return new LoaderBuilder(new TableLoaders(table));
    }

    /**
     * Begins a permutation: rows of one version, divided into named splits, in a reproducible order.
     *
     * <p>A permutation can be stored in the lake, see {@link dev.joust.permutation.Permutation#saveAs}.
     */
    public PermutationBuilder permutation() {
        return new PermutationBuilder(new LakePermutations(lake).of(this));
    }

    /** All versions that are still there, oldest first. */
    public List<TableVersion> versions() {
        PinTags pins = lake.pinned().tags();
        return Versions.list(table).stream()
                .map(version -> TableVersion.of(version, pins))
                .toList();
    }

    /** The tags with the versions that they name; those of pins are called {@code pin:} and the pin's name. */
    public Map<String, Long> tags() {
        return lake.pinned().tags().shown(Versions.tags(table));
    }

    /**
     * Where this table or view comes from, and what depends on it: its source, features with the functions that made
     * their cells, jobs, views of it and of those, features of other tables that read it, pins.
     */
    public Lineage lineage() {
        rules.requireNoBranch("show the lineage of");
        return new LakeLineage(lake).engine(table).ofTable();
    }

    /**
     * What one column depends on, and what depends on it.
     *
     * @throws dev.joust.error.NotFoundException if there is no such column, with the nearest ones
     */
    public Lineage lineage(String column) {
        rules.requireNoBranch("show the lineage of");
        return new LakeLineage(lake).engine(table).ofColumn(column);
    }

    /**
     * What differs between two versions; lists the first {@value #LISTED_ROWS} rows of each kind that differ, if the
     * table declares a key.
     *
     * <p>Reads the ids of the rows in fragments that only one version has, and only such columns and fragments whose
     * files differ; values are in memory batch by batch. A compaction makes no difference. Nothing is read for it while
     * all versions between the two are there, at most 512; otherwise the values of the rows that it moved are compared.
     *
     * @param before the first version
     * @param after the second version, which may be the older one
     * @throws dev.joust.error.NotFoundException if one of them does not exist, or was cleaned up
     */
    public TableDiff diff(long before, long after) {
        return diff(before, after, LISTED_ROWS);
    }

    /**
     * What differs between two versions; see {@link #diff(long, long)}.
     *
     * @param listedRows how many rows of each kind are listed at most
     */
    public TableDiff diff(long before, long after, int listedRows) {
        return DiffEngine.between(table, before, after, listedRows);
    }

    /**
     * What differs between the versions that two tags name; see {@link #diff(long, long)}.
     *
     * @throws dev.joust.error.NotFoundException if there is no such tag, with the nearest ones
     */
    public TableDiff diff(String before, String after) {
        return diff(version(before), version(after));
    }

    /** Names a version, so that no cleanup removes it. */
    public void tag(String tag, long version) {
        rules.requireNewest("tag a version of");
        rules.requireNoBranch("tag a version of");
        WriteRules.requireFreeTag(Names.requireName("tag", tag));
        Versions.tag(table, tag, version);
    }

    /**
     * Forgets a tag.
     *
     * @throws dev.joust.error.InvalidRequestException if it is one of a pin, which goes with the pin
     */
    public void dropTag(String tag) {
        rules.requireNewest("drop a tag of");
        rules.requireNoBranch("drop a tag of");
        lake.pinned().requireNotPinned(table, tag);
        Versions.dropTag(table, tag);
    }

    /**
     * Reads columns of the newest version and computes their fingerprint: the same for the same rows, however they lie
     * in files. The rows are not held in memory.
     *
     * @param columns their names; all if none is named
     * @throws dev.joust.error.NotFoundException if there is no such column
     */
    public Fingerprint fingerprint(String... columns) {
        try (Snapshot now = table.latest()) {
            return Fingerprints.of(now, List.of(columns), rows -> {});
        }
    }

    /**
     * Makes an old version the newest one, as a new version that copies nothing.
     *
     * <p>An index that the version lacks because values under it were just changing, so that an earlier version has it
     * and the newest one too, is built again; one that came later is not there, as in the old version. One that was
     * dropped by hand shortly before the version was made, and created anew after it, cannot be told from these and is
     * built too; drop it again if it is not wanted.
     *
     * @return the new version; indexes that are built again come after it
     */
    public long restore(long version) {
        rules.requireWritable("restore");
        return RestoredIndexes.restore(table, version);
    }

    LanceTable handle() {
        return table;
    }
}
