// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.feature;

import dev.joust.error.AlreadyExistsException;
import dev.joust.error.InvalidRequestException;
import dev.joust.error.NotFoundException;
import dev.joust.feature.Feature;
import dev.joust.feature.FeatureIdentity;
import dev.joust.feature.FeatureInput;
import dev.joust.schema.Column;
import dev.joust.schema.ColumnType;
import dev.joust.schema.Names;
import java.util.List;

/** The messages about features, in one place. */
final class FeatureErrors {
    private FeatureErrors() {}

    static AlreadyExistsException exists(String table, String column) {
        return new AlreadyExistsException(
                "Cannot add feature '" + column + "' to table '" + table
                        + "': it has a column of this name; drop that one first, or use 'features alter'",
                "column",
                column);
    }

    static NotFoundException plainColumn(String table, String column, List<String> features) {
        return new NotFoundException(
                "Cannot find feature '" + column + "' in table '" + table
                        + "': it is a column that no feature fills; "
                        + (features.isEmpty()
                                ? "the table has no features yet"
                                : (features.size() == 1 ? "the only feature is " : "the features are ")
                                        + Names.quoted(features)),
                "feature",
                column,
                features);
    }

    static NotFoundException isFunction(String table, String function, List<String> columns) {
        return new NotFoundException(
                "Cannot find feature '" + function + "' in table '" + table + "': function '" + function + "' fills "
                        + Names.quoted(columns) + (columns.size() == 1 ? "; name that" : "; name one of these"),
                "feature",
                function,
                columns);
    }

    static InvalidRequestException needsModel(Feature feature) {
        String parameter = feature.unset().get(0);
        return new InvalidRequestException("Cannot use feature '" + feature.name() + "': function '"
                + feature.identity().udf() + "' needs its parameter '" + parameter
                + "', which says where its model is; set it, on the command line with --param " + parameter + "=PLACE");
    }

    static InvalidRequestException twice(String table, String column) {
        return new InvalidRequestException("Cannot add feature '" + column + "' to table '" + table
                + "': two of the added columns have this name; rename one");
    }

    static InvalidRequestException outputType(String feature, Column output) {
        return new InvalidRequestException("Cannot add feature '" + feature + "': column '" + output.name()
                + "' is declared as " + output.type() + ", which cannot be written; declare a plain type");
    }

    static InvalidRequestException inputType(String feature, FeatureInput input, ColumnType actual) {
        return new InvalidRequestException("Cannot use feature '" + feature + "': its input '" + input.column()
                + "' is " + actual + ", the function wants " + input.type() + "; declare the input as the column is");
    }

    static InvalidRequestException cycle(String feature, List<String> way) {
        return new InvalidRequestException("Cannot use feature '" + feature + "': it would read itself, by way of "
                + Names.quoted(way) + "; read another column");
    }

    static InvalidRequestException isRead(String column, List<String> readers) {
        return new InvalidRequestException("Cannot drop feature '" + column + "': "
                + (readers.size() == 1 ? "feature " : "features ") + Names.quoted(readers)
                + (readers.size() == 1 ? " reads it; drop that one first" : " read it; drop those first"));
    }

    static InvalidRequestException isFilled(String verb, String column, String table, String feature) {
        return new InvalidRequestException("Cannot " + verb + " column '" + column + "' of table '" + table
                + "': feature '" + feature + "' fills it; drop the feature instead");
    }

    static InvalidRequestException isInput(String verb, String column, String table, List<String> readers) {
        return new InvalidRequestException("Cannot " + verb + " column '" + column + "' of table '" + table + "': "
                + (readers.size() == 1 ? "feature " : "features ") + Names.quoted(readers)
                + (readers.size() == 1 ? " reads it; drop that feature first" : " read it; drop those features first"));
    }

    static InvalidRequestException otherColumns(String feature, List<Column> recorded, List<Column> brought) {
        return new InvalidRequestException("Cannot alter feature '" + feature + "': the table has columns "
                + shown(recorded) + ", the function fills " + shown(brought)
                + "; drop the feature and add it again, or bring a function for the same types");
    }

    static InvalidRequestException unknown(String feature, FeatureIdentity recorded, List<String> known) {
        List<String> nearest = Names.nearest(recorded.udf(), known);
        return new InvalidRequestException("Cannot compute feature '" + feature + "': the table records the function "
                + recorded + ", this program has "
                + (nearest.isEmpty() ? "none" : "no function of this name; the nearest are " + Names.quoted(nearest))
                + "; put the jar that has it on the class path, or re-point the column with 'features alter'");
    }

    static InvalidRequestException other(String feature, FeatureIdentity recorded, FeatureIdentity brought) {
        return new InvalidRequestException("Cannot compute feature '" + feature + "': the table records the function "
                + recorded + ", this program brings " + brought
                + "; run the program that has the recorded one, or re-point the column with 'features alter'");
    }

    static InvalidRequestException readsFailed(String feature, List<String> failed) {
        return new InvalidRequestException("Cannot compute feature '" + feature + "': it reads "
                + (failed.size() == 1 ? "feature " : "one of the features ") + Names.quoted(failed)
                + ", which cannot be computed; see to that one first");
    }

    private static String shown(List<Column> columns) {
        return columns.stream()
                .map(column -> "'" + column.name() + "' " + column.type())
                .toList()
                .toString();
    }
}
