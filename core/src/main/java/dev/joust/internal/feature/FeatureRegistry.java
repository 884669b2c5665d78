// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.feature;

import static java.util.Objects.requireNonNull;

import dev.joust.error.SchemaMismatchException;
import dev.joust.feature.CellCounts;
import dev.joust.feature.Computation;
import dev.joust.feature.Feature;
import dev.joust.feature.FeatureCatalog;
import dev.joust.feature.FeatureIdentity;
import dev.joust.feature.FeatureInput;
import dev.joust.feature.FeatureStatus;
import dev.joust.feature.FragmentStatus;
import dev.joust.feature.RowSet;
import dev.joust.feature.Stamp;
import dev.joust.internal.arrow.ArrowSchemas;
import dev.joust.internal.lance.FragmentFacts;
import dev.joust.internal.lance.LanceTable;
import dev.joust.internal.lance.Snapshot;
import dev.joust.internal.lance.commit.Changes;
import dev.joust.internal.lance.commit.ColumnChanges;
import dev.joust.schema.Column;
import dev.joust.schema.ColumnType;
import dev.joust.schema.TableSchema;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.arrow.vector.types.pojo.Field;

/**
 * Adds, re-points, drops and lists the features of one table. All of it is metadata: no row is read or written, except
 * for counting states.
 *
 * <p>Threads: safe for use by several threads.
 */
public final class FeatureRegistry {
    private final LanceTable table;

    /** Manages the features of a table. */
    public FeatureRegistry(LanceTable table) {
        this.table = requireNonNull(table, "table");
    }

    /**
     * Adds features in one commit; their cells are missing.
     *
     * @return the version that has them
     * @throws dev.joust.error.AlreadyExistsException if a column of such a name exists
     * @throws dev.joust.error.NotFoundException if an input does not exist
     * @throws dev.joust.error.InvalidRequestException if an input has another type than the function wants, an output
     *     type cannot be written, or features would read each other
     */
    public long add(List<Feature> features) {
        return ColumnChanges.add(table, now -> columns(now, features));
    }

    /** Returns the columns that adding features would give a version, with what they record; see {@link #add}. */
    public List<Field> columns(Snapshot now, List<Feature> features) {
        TableSchema schema = now.tableSchema();
        requireNewColumns(schema, features);
        TableSchema after = schema;
        for (Feature feature : features) {
            for (Column output : feature.outputs()) {
                after = after.with(output);
            }
        }
        List<Field> fields = new ArrayList<>();
        for (Feature feature : features) {
            requireInputs(after, feature);
            fields.addAll(fields(feature));
        }
        requireNoCycle(withMetadata(schema, fields), features);
        return fields;
    }

    /**
     * Re-points the columns of a feature at another function. Its cells become stale, if the identity differs; nothing
     * is computed.
     *
     * @param column the feature's name, or one of its columns
     * @param function fills as many columns of the same types; their names do not matter
     * @return the version that records it
     */
    public long alter(String column, Feature function) {
        return ColumnChanges.describe(
                table,
                now -> {
                    Registrations registrations = Registrations.of(now);
                    Registration recorded = registrations.require(column);
                    TableSchema schema = now.tableSchema();
                    requireSameTypes(recorded, function);
                    requireInputs(schema, function);
                    Map<String, Map<String, String>> metadata = new LinkedHashMap<>();
                    List<Column> columns = new ArrayList<>();
                    for (Column existing : recorded.columns()) {
                        RegistrationJson.Entry before = RegistrationJson.read(
                                existing.name(), existing.metadata().getOrDefault(RegistrationJson.KEY, ""));
                        Map<String, String> values = RegistrationJson.write(new RegistrationJson.Entry(
                                before.feature(), before.output(), function.identity(), function.acceptsNull()));
                        EncoderJson.replace(existing.metadata(), function.encoder(), values);
                        metadata.put(existing.name(), values);
                        columns.add(existing.withMetadata(values));
                    }
                    requireNoCycle(replaced(schema, columns), recorded.name());
                    return metadata;
                },
                Map.of(Changes.OPERATION, "alter feature"));
    }

    /**
     * Drops all columns of a feature.
     *
     * @param column the feature's name, or one of its columns
     * @return the version without them
     * @throws dev.joust.error.InvalidRequestException if other features read it
     */
    public long drop(String column) {
        return ColumnChanges.drop(table, now -> {
            Registrations registrations = Registrations.of(now);
            Registration dropped = registrations.require(column);
            for (String name : dropped.columnNames()) {
                List<String> readers = registrations.readersOf(name).stream()
                        .map(Registration::name)
                        .toList();
                if (!readers.isEmpty()) {
                    throw FeatureErrors.isRead(name, readers);
                }
            }
            return dropped.columnNames();
        });
    }

    /** Returns all features with the state of their cells. */
    public List<FeatureStatus> list(FeatureCatalog catalog) {
        try (Snapshot now = table.latest()) {
            Freshness freshness = new Freshness(now);
            return Registrations.of(now).all().stream()
                    .map(feature -> status(now, freshness, feature, catalog))
                    .toList();
        }
    }

    /**
     * Returns one feature with the state of its cells.
     *
     * @param column the feature's name, or one of its columns
     */
    public FeatureStatus show(String column, FeatureCatalog catalog) {
        try (Snapshot now = table.latest()) {
            return status(now, new Freshness(now), Registrations.of(now).require(column), catalog);
        }
    }

    private static FeatureStatus status(
            Snapshot now, Freshness freshness, Registration feature, FeatureCatalog catalog) {
        CellCounts cells = CellCounts.NONE;
        List<FragmentStatus> fragments = new ArrayList<>();
        TreeMap<String, Long> byVersion = new TreeMap<>();
        for (FragmentFacts fragment : now.fragments()) {
            CellStates states = freshness.of(fragment, feature);
            cells = cells.plus(states.counts());
            fragments.add(states.status(fragment.id()));
            RowSet live = states.live();
            for (Stamp stamp : states.stamps()) {
                long rows = stamp.computed().and(live).size();
                byVersion.merge(stamp.udf() + " " + stamp.udfVersion(), rows, Long::sum);
            }
        }
        return new FeatureStatus(
                feature.columns(), feature.identity(), cells, codeChanged(feature, catalog), byVersion, fragments);
    }

    private static boolean codeChanged(Registration feature, FeatureCatalog catalog) {
        FeatureIdentity recorded = feature.identity();
        return catalog.find(recorded.udf())
                .map(brought -> brought.claimedBy(recorded))
                .filter(brought -> brought.hash().equals(recorded.hash()))
                .filter(brought ->
                        !recorded.classHash().isEmpty() && !brought.classHash().isEmpty())
                .map(brought -> !brought.classHash().equals(recorded.classHash()))
                .orElse(false);
    }

    private static List<Field> fields(Feature feature) {
        List<Field> fields = new ArrayList<>();
        for (int output = 0; output < feature.outputs().size(); output++) {
            Column column = feature.outputs().get(output).asNullable();
            Map<String, String> metadata = new LinkedHashMap<>(column.metadata());
            metadata.putAll(RegistrationJson.write(
                    new RegistrationJson.Entry(feature.name(), output, feature.identity(), feature.acceptsNull())));
            EncoderJson.replace(Map.of(), feature.encoder(), metadata);
            try {
                fields.add(ArrowSchemas.field(column.withMetadata(metadata)));
            } catch (SchemaMismatchException e) {
                throw FeatureErrors.outputType(feature.name(), column);
            }
        }
        return fields;
    }

    private void requireNewColumns(TableSchema schema, List<Feature> features) {
        Set<String> added = new HashSet<>();
        for (Feature feature : features) {
            for (Column output : feature.outputs()) {
                if (schema.names().contains(output.name())) {
                    throw FeatureErrors.exists(table.name(), output.name());
                }
                if (!added.add(output.name())) {
                    throw FeatureErrors.twice(table.name(), output.name());
                }
                if (output.type() instanceof ColumnType.NullType) {
                    throw FeatureErrors.outputType(feature.name(), output);
                }
            }
        }
    }

    /** Checks that a function can read the columns of a version. */
    public void requireInputs(Snapshot now, Feature feature) {
        requireInputs(now.tableSchema(), feature);
    }

    private void requireInputs(TableSchema schema, Feature feature) {
        if (!feature.unset().isEmpty()) {
            throw FeatureErrors.needsModel(feature);
        }
        for (FeatureInput input : feature.inputs()) {
            ColumnType actual = InputPaths.type(input.column(), schema.columns())
                    .orElseThrow(() -> dev.joust.schema.Names.notFound(
                            "column",
                            input.column(),
                            "table '" + table.name() + "'",
                            InputPaths.all(schema.columns())));
            if (feature.computation() instanceof Computation.Code
                    && !input.type().accepts(actual)) {
                throw FeatureErrors.inputType(feature.name(), input, actual);
            }
        }
    }

    private static void requireSameTypes(Registration recorded, Feature function) {
        List<ColumnType> has = recorded.columns().stream().map(Column::type).toList();
        List<ColumnType> brings = function.outputs().stream().map(Column::type).toList();
        if (!has.equals(brings)) {
            throw FeatureErrors.otherColumns(recorded.name(), recorded.columns(), function.outputs());
        }
    }

    private void requireNoCycle(TableSchema after, List<Feature> features) {
        features.forEach(feature -> requireNoCycle(after, feature.name()));
    }

    private void requireNoCycle(TableSchema after, String feature) {
        Registrations registrations = Registrations.of(table.name(), after.columns());
        Registration added = registrations.require(feature);
        List<String> own = registrations.wayBack(added);
        List<String> way = own.isEmpty() ? LakeDependencies.wayBack(table, registrations, added) : own;
        if (!way.isEmpty()) {
            throw FeatureErrors.cycle(feature, way);
        }
    }

    private static TableSchema withMetadata(TableSchema schema, List<Field> added) {
        TableSchema after = schema;
        for (Field field : added) {
            after = after.with(ArrowSchemas.column(field));
        }
        return after;
    }

    private static TableSchema replaced(TableSchema schema, List<Column> columns) {
        return new TableSchema(
                schema.columns().stream()
                        .map(column -> columns.stream()
                                .filter(other -> other.name().equals(column.name()))
                                .findFirst()
                                .orElse(column))
                        .toList(),
                schema.metadata());
    }
}
