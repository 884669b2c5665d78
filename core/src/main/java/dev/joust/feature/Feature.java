// SPDX-License-Identifier: Apache-2.0
package dev.joust.feature;

import static java.util.Objects.requireNonNull;

import dev.joust.encoder.EncoderIdentity;
import dev.joust.error.InvalidRequestException;
import dev.joust.schema.Column;
import dev.joust.schema.ColumnType;
import dev.joust.schema.Names;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * One or more columns and the function that fills them.
 *
 * <pre>{@code
 * static final Feature HAS_PERSON = Feature.of("has_person", Types.BOOL)
 *         .version(1)
 *         .from("ann_categories", InputType.listOf(InputType.STRING))
 *         .map(categories -> categories.contains("person"));
 * }</pre>
 *
 * <p>Immutable. Columns of one feature are computed together, written together and managed as a group; the first one
 * gives the feature its name.
 */
public final class Feature {
    private final List<Column> outputs;
    private final List<FeatureInput> inputs;
    private final boolean acceptsNull;
    private final FeatureIdentity identity;
    private final Computation computation;
    private final SortedMap<String, ParameterRule> adjustable;
    private final FeatureModels models;

    Feature(
            List<Column> outputs,
            List<FeatureInput> inputs,
            boolean acceptsNull,
            FeatureIdentity identity,
            Computation computation,
            Map<String, ParameterRule> adjustable) {
        this(outputs, inputs, acceptsNull, identity, computation, adjustable, FeatureModels.NONE);
    }

    Feature(
            List<Column> outputs,
            List<FeatureInput> inputs,
            boolean acceptsNull,
            FeatureIdentity identity,
            Computation computation,
            Map<String, ParameterRule> adjustable,
            FeatureModels models) {
        this.outputs = List.copyOf(outputs);
        this.inputs = List.copyOf(inputs);
        this.acceptsNull = acceptsNull;
        this.identity = requireNonNull(identity, "identity");
        this.computation = requireNonNull(computation, "computation");
        this.adjustable = Collections.unmodifiableSortedMap(new TreeMap<>(adjustable));
        this.models = requireNonNull(models, "models");
    }

    /** Starts a feature of one column; {@link FeatureDraft#and} adds more. */
    public static FeatureDraft of(String column, ColumnType type) {
        return new FeatureDraft(column, type);
    }

    /**
     * Returns a feature that an SQL expression over the other columns fills; its type is the expression's and is found
     * when it is added. The expression is its identity.
     */
    public static SqlFeature sql(String column, String expression) {
        return new SqlFeature(column, expression);
    }

    /**
     * Returns the feature of an SQL expression whose type and inputs are known.
     *
     * @param inputs the columns that the expression reads
     */
    public static Feature sql(String column, ColumnType type, String expression, List<String> inputs) {
        TreeMap<String, String> parameters = new TreeMap<>();
        parameters.put(SqlFeature.EXPRESSION, expression);
        FeatureIdentity identity = new FeatureIdentity(SqlFeature.UDF, 1, parameters, new TreeMap<>(), inputs, "");
        return new Feature(
                List.of(Column.of(column, type)),
                inputs.stream()
                        .map(input -> new FeatureInput(input, InputType.ANY))
                        .toList(),
                true,
                identity,
                new Computation.Sql(expression),
                Map.of());
    }

    /**
     * Starts a feature that takes its values by key from another table of the lake.
     *
     * @param column the name of its first column
     * @param source the other table
     */
    public static JoinedFeature joined(String column, String source) {
        return new JoinedFeature(List.of(new JoinedFeature.Take(column, column)), source, List.of(), MissingKey.NULL);
    }

    /** Starts a feature whose value is computed in SQL over all rows of a group; its type is the expression's. */
    public static AggregateFeature aggregate(String column, String expression) {
        return new AggregateFeature(List.of(), List.of()).and(column, expression);
    }

    /** Starts a feature whose value is computed in SQL over all rows of a group, and must have this type. */
    public static AggregateFeature aggregate(String column, ColumnType type, String expression) {
        return new AggregateFeature(List.of(), List.of()).and(column, type, expression);
    }

    /**
     * Starts a feature that flags near-duplicates over the whole table.
     *
     * @param hash the column with a hash of 64 bits for each row, int64
     * @param name the column whose value names a row, such as its key
     */
    public static DuplicateFeature duplicates(String hash, String name) {
        return new DuplicateFeature(hash, name);
    }

    /**
     * Returns a feature of which the identity says all: an SQL expression, a joined or aggregate one, or duplicates.
     *
     * @throws IllegalArgumentException if its function is code
     */
    public static Feature recorded(List<Column> outputs, FeatureIdentity identity) {
        Computation computation = Computation.recorded(identity)
                .orElseThrow(() -> new IllegalArgumentException(identity + " is code, of which no identity says all"));
        List<FeatureInput> inputs = identity.inputs().stream()
                .map(input -> new FeatureInput(input, InputType.ANY))
                .toList();
        return new Feature(outputs, inputs, true, identity, computation, Map.of());
    }

    /** The name of the feature: that of its first column. */
    public String name() {
        return outputs.get(0).name();
    }

    /** The columns that it fills, in the order of its results; their values may be NULL. */
    public List<Column> outputs() {
        return outputs;
    }

    /** The columns that it reads, in the order of its parameters. */
    public List<FeatureInput> inputs() {
        return inputs;
    }

    /** Whether it is called for rows with a NULL input; if not, such a row is NULL without a call. */
    public boolean acceptsNull() {
        return acceptsNull;
    }

    /** Who the function is. */
    public FeatureIdentity identity() {
        return identity;
    }

    /**
     * The parameters that can be set to other values; see {@link FeatureDraft#adjustable} and
     * {@link FeatureDraft#modelAt}.
     */
    public SortedSet<String> adjustable() {
        return Collections.unmodifiableSortedSet(new TreeSet<>(adjustable.keySet()));
    }

    /**
     * The parameters that have to be set before it can compute anything: they say where its models are. Empty for most
     * features.
     */
    public List<String> unset() {
        return models.sources().keySet().stream()
                .filter(parameter -> !identity.places().containsKey(parameter))
                .toList();
    }

    /** The model that its vectors are from, if queries can be compared with them and the model is known. */
    public Optional<EncoderIdentity> encoder() {
        return models.encoder();
    }

    /**
     * Returns this feature with other values of some parameters: a function of another identity. Models are looked for
     * where the parameters say.
     *
     * @throws InvalidRequestException if there is no such parameter, or it cannot be set
     * @throws dev.joust.error.JoustException if a model cannot be found
     */
    public Feature withParameters(Map<String, String> values) {
        TreeMap<String, String> parameters = new TreeMap<>(identity.parameters());
        FeatureIdentity changed = identity;
        FeatureModels located = models;
        for (Map.Entry<String, String> entry : new TreeMap<>(values).entrySet()) {
            String name = entry.getKey();
            ModelSource source = models.sources().get(name);
            ParameterRule rule = adjustable.get(name);
            if (rule == null) {
                throw new InvalidRequestException("Cannot set parameter '" + Names.shown(name) + "' of function '"
                        + identity.udf() + "': "
                        + (adjustable.isEmpty()
                                ? "it has none that can be set; leave it out"
                                : "those that can be set are " + Names.quoted(adjustable.keySet())));
            } else if (source != null) {
                LocatedModel model = source.locate(entry.getValue());
                changed = changed.withModels(name, entry.getValue(), models.named(name, model.hashes()));
                located = located.withEncoder(model.encoder());
            } else {
                rule.require(identity.udf(), name, entry.getValue());
                parameters.put(name, entry.getValue());
            }
        }
        return new Feature(
                outputs, inputs, acceptsNull, changed.withParameters(parameters), computation, adjustable, located);
    }

    /**
     * Returns this feature with the values that an identity has for its adjustable parameters, other ones ignored.
     *
     * @throws dev.joust.error.JoustException if its model is not where the identity says
     */
    public Feature adjustedTo(FeatureIdentity recorded) {
        return adjustedTo(recorded, Map.of());
    }

    /**
     * Returns the same with other values for some parameters; a model is looked for only where the new value says.
     *
     * @throws InvalidRequestException if one of the others cannot be set
     */
    public Feature adjustedTo(FeatureIdentity recorded, Map<String, String> others) {
        TreeMap<String, String> values = new TreeMap<>(recorded.parameters());
        values.putAll(recorded.places());
        values.keySet().retainAll(adjustable.keySet());
        values.putAll(others);
        return values.isEmpty() ? this : withParameters(values);
    }

    /**
     * The identity that this function has with the adjustable parameters of a recorded one and with its models, which
     * are not looked for.
     */
    public FeatureIdentity claimedBy(FeatureIdentity recorded) {
        TreeMap<String, String> parameters = new TreeMap<>(identity.parameters());
        recorded.parameters().forEach((name, value) -> {
            if (adjustable.containsKey(name)) {
                parameters.put(name, value);
            }
        });
        FeatureIdentity claimed = identity.withParameters(parameters);
        return models.sources().isEmpty()
                ? claimed
                : new FeatureIdentity(
                        claimed.udf(),
                        claimed.version(),
                        claimed.parameters(),
                        recorded.models(),
                        claimed.inputs(),
                        claimed.classHash(),
                        recorded.places());
    }

    /** How its values come about. */
    public Computation computation() {
        return computation;
    }

    /** Its columns and its function, for messages. */
    @Override
    public String toString() {
        return outputs + " by " + identity;
    }
}
