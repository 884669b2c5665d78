// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.lance;

import dev.joust.internal.lance.disk.ClonedVersion;
import dev.joust.internal.lance.disk.TableFolder;
import dev.joust.internal.lance.guard.LanceErrors;
import dev.joust.internal.lance.guard.SqlErrors;
import dev.joust.schema.TableSchema;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.arrow.vector.types.pojo.Schema;
import org.lance.BlobFile;
import org.lance.Dataset;
import org.lance.FragmentMetadata;
import org.lance.SqlQuery;
import org.lance.Transaction;
import org.lance.fragment.DataFile;
import org.lance.fragment.DeletionFile;
import org.lance.ipc.LanceScanner;
import org.lance.ipc.ScanOptions;
import org.lance.schema.LanceField;

/**
 * One table at one version: what it holds and how to read it.
 *
 * <p>Threads: safe for use by several threads. Readers that it returned stay valid after it is closed.
 */
public final class Snapshot implements AutoCloseable {
    /** The marker of a field whose values in a data file are replaced by another file. */
    public static final int TOMBSTONE = -2;

    private final LanceTable table;
    private final SharedDataset shared;
    private boolean closed;

    Snapshot(LanceTable table, SharedDataset shared) {
        this.table = table;
        this.shared = shared;
    }

    /** The native handle, for the packages of this binding; it is closed with the last snapshot. */
    public Dataset dataset() {
        return shared.dataset();
    }

    /** Another hold on the same version, which the caller closes. */
    public Snapshot retain() {
        return new Snapshot(table, shared.retain());
    }

    SharedDataset next(Dataset committed) {
        return shared.next(committed);
    }

    /** The table that this is a version of. */
    public LanceTable table() {
        return table;
    }

    /** The version. */
    public long version() {
        return shared.version();
    }

    /**
     * Finds out once per version what never changes in it; holders of other versions ask on their own. Only the last
     * answers are kept.
     *
     * @param question has value equality; questions about different types of answers are never equal
     */
    public <T> T remembered(Class<T> type, Object question, Supplier<T> answer) {
        return shared.remembered(type, question, answer);
    }

    /** Whether nobody has committed anything since. */
    public boolean isNewest() {
        try {
            return dataset().latestVersion() == version();
        } catch (Exception e) {
            // Asked after a failure: then the storage may not answer at all.
            return false;
        }
    }

    /**
     * The transaction that made this version. The caller closes it.
     *
     * @return empty if it was not recorded, or the version is the first of a branch or a shallow clone
     */
    public Optional<Transaction> transaction() {
        return isCloned() ? Optional.empty() : dataset().readTransaction();
    }

    /** Whether it is the first version of a branch or of a shallow clone. */
    public boolean isCloned() {
        return table.paths().filter(paths -> ClonedVersion.is(paths, version())).isPresent();
    }

    /** The schema, with the metadata of fields and schema. */
    public Schema schema() {
        return shared.schema();
    }

    /** The same in Joust's words. */
    public TableSchema tableSchema() {
        return shared.tableSchema();
    }

    /** Whether row ids survive compaction, which views and features need. */
    public boolean hasStableRowIds() {
        return read(() -> dataset().hasStableRowIds());
    }

    /** The file format, such as {@code 2.1}. */
    public String fileFormat() {
        return remembered(
                String.class, "file format", () -> read(() -> dataset().getLanceFileFormatVersion()));
    }

    /** The fragments in table order. */
    public List<FragmentFacts> fragments() {
        return shared.fragments().facts();
    }

    /**
     * Which rows of a fragment are deleted, as the name of a file that never changes; fragments without such are
     * absent.
     */
    public Map<Integer, String> deletions() {
        Map<Integer, String> names = new HashMap<>();
        for (FragmentMetadata fragment : metadata()) {
            DeletionFile file = fragment.getDeletionFile();
            if (file != null) {
                names.put(fragment.getId(), file.getReadVersion() + "-" + Long.toUnsignedString(file.getId()));
            }
        }
        return names;
    }

    /**
     * The field ids under a column: the leaves that its data files name, its parents included.
     *
     * @param path a column name, or a dot path into structs
     * @return in schema order; empty if there is no such column
     */
    public List<Integer> fieldIds(String path) {
        List<Integer> ids = new ArrayList<>();
        field(path).ifPresent(field -> collect(field, ids));
        return ids;
    }

    /** The name of the column, or the dot path, of a field id. */
    public Optional<String> path(int fieldId) {
        return path(shared.fields(), "", fieldId);
    }

    private static Optional<String> path(List<LanceField> fields, String prefix, int fieldId) {
        for (LanceField field : fields) {
            String path = prefix + field.getName();
            Optional<String> found =
                    field.getId() == fieldId ? Optional.of(path) : path(field.getChildren(), path + ".", fieldId);
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    /** The rows of this version as one stream of batches. The caller closes it. */
    public ArrowReader scan(ScanRequest request) {
        return scan(request.options().build(), "read table '" + table.name() + "'");
    }

    /** The same with all that Lance can be asked. The caller closes the reader. */
    public ArrowReader scan(ScanOptions options, String what) {
        return scan(dataset(), options, what, () -> {});
    }

    /**
     * The same from a copy of this version, whose files are those of this version.
     *
     * @param onClose runs once, after the reader is closed; not if there is none
     */
    public ArrowReader scan(Dataset copy, ScanOptions options, String what, Runnable onClose) {
        SharedDataset held = shared.retain();
        try {
            LanceScanner scanner =
                    LanceScanner.create(copy, options, table.store().allocator());
            ArrowReader reader = scanner.scanBatches();
            return new StreamedReader(table.store().allocator(), reader, what, () -> {
                closeQuietly(scanner);
                held.release();
                onClose.run();
            });
        } catch (Exception e) {
            held.release();
            throw SqlErrors.translate(what, schema(), e);
        }
    }

    /** How many live rows there are. */
    public long count() {
        return shared.rows();
    }

    /** For how many live rows this SQL expression is true. */
    public long count(String filter) {
        try {
            return dataset().countRows(filter);
        } catch (Exception e) {
            throw SqlErrors.translate("count the rows of table '" + table.name() + "'", schema(), e);
        }
    }

    /**
     * The rows with these ids, in this order; an id that is not there is silently left out, so that callers compare
     * counts. The caller closes the reader.
     */
    public ArrowReader take(List<Long> rowIds, List<String> columns) {
        String what = "take " + rowIds.size() + " rows of table '" + table.name() + "'";
        SharedDataset held = shared.retain();
        try {
            ArrowReader reader = held.dataset().takeRows(rowIds, columns);
            return new StreamedReader(table.store().allocator(), reader, what, held::release);
        } catch (Exception e) {
            held.release();
            throw LanceErrors.translate(what, e);
        }
    }

    /** The answer to a whole SELECT over this version, which it calls by this name. The caller closes the reader. */
    public ArrowReader sql(String select, String tableAlias) {
        return sql(dataset().sql(select).tableName(tableAlias));
    }

    /**
     * The answer to a whole SELECT over this version with a column {@code _rowid}, which is right only if every part of
     * the SELECT that reads it also reads another column. The caller closes the reader.
     */
    public ArrowReader sqlWithRowIds(String select, String tableAlias) {
        return sql(dataset().sql(select).tableName(tableAlias).withRowId(true));
    }

    private ArrowReader sql(SqlQuery query) {
        String what = "run SQL on table '" + table.name() + "'";
        SharedDataset held = shared.retain();
        try {
            return new StreamedReader(table.store().allocator(), query.intoBatchRecords(), what, held::release);
        } catch (Exception e) {
            held.release();
            throw SqlErrors.translate(what, schema(), e);
        }
    }

    /** The whole values of a blob-encoded column, one for each of these row ids. */
    public List<byte[]> blobs(List<Long> rowIds, String column) {
        List<byte[]> values = new ArrayList<>();
        try {
            for (BlobFile blob : dataset().takeBlobs(rowIds, column)) {
                try (blob) {
                    values.add(blob.read());
                }
            }
        } catch (Exception e) {
            throw LanceErrors.translate("read column '" + column + "' of table '" + table.name() + "'", e);
        }
        return values;
    }

    /**
     * Whether a scan gives a column's positions and sizes instead of its bytes, so that {@link #blobs} must be asked.
     */
    public boolean isBlob(String column) {
        return field(column)
                .map(f -> "true".equals(f.getMetadata().get("lance-encoding:blob")))
                .orElse(false);
    }

    /** The columns of the declared key, in its order; empty if there is none. */
    public List<String> keyColumns() {
        return shared.fields().stream()
                .filter(LanceField::isUnenforcedPrimaryKey)
                .sorted(Comparator.comparingInt(
                        field -> field.getUnenforcedPrimaryKeyPosition().orElse(0)))
                .map(LanceField::getName)
                .toList();
    }

    /** The columns with their field ids. */
    public List<LanceField> fields() {
        return shared.fields();
    }

    /** The fragments in Lance's words, in table order. */
    public List<FragmentMetadata> metadata() {
        return shared.fragments().metadata();
    }

    /** Asks the handle something that is in its manifest. */
    private <T> T read(Callable<T> question) {
        return LanceErrors.call("read the manifest of table '" + table.name() + "'", question);
    }

    /** The folder of versions that it was opened in, on a local disk. */
    Optional<TableFolder> folder() {
        return shared.folder();
    }

    /** The field of a column, or of a dot path into structs. */
    public Optional<LanceField> field(String path) {
        List<LanceField> level = shared.fields();
        Optional<LanceField> found = Optional.empty();
        for (String part : path.split("\\.", -1)) {
            found = level.stream().filter(f -> f.getName().equals(part)).findFirst();
            if (found.isEmpty()) {
                return found;
            }
            level = found.orElseThrow().getChildren();
        }
        return found;
    }

    /** The ids of a field and of all fields below it, in pre-order. */
    public static void collect(LanceField field, List<Integer> ids) {
        ids.add(field.getId());
        field.getChildren().forEach(child -> collect(child, ids));
    }

    /** A fragment in Joust's words. */
    public static FragmentFacts facts(FragmentMetadata metadata) {
        List<DataFileFacts> files = new ArrayList<>();
        for (DataFile file : metadata.getFiles()) {
            List<Integer> ids = Arrays.stream(file.getFields())
                    .filter(id -> id != TOMBSTONE)
                    .boxed()
                    .toList();
            files.add(new DataFileFacts(file.getPath(), ids));
        }
        return new FragmentFacts(metadata.getId(), metadata.getPhysicalRows(), metadata.getNumRows(), files);
    }

    private static void closeQuietly(LanceScanner scanner) {
        try {
            scanner.close();
        } catch (Exception e) {
            throw LanceErrors.translate("close a scan", e);
        }
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            shared.release();
        }
    }
}
