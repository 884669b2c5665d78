// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.view;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.joust.error.InvalidRequestException;
import dev.joust.error.StorageException;
import dev.joust.view.Projection;
import dev.joust.view.Sample;
import dev.joust.view.ViewDefinition;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The stored form of a definition: LanceDB's own structured layout under {@code mv.definition}.
 *
 * <p>A definition that LanceDB can express has the kind {@code select}, and its client can refresh the view with the
 * same rows. One with a sample, which it does not know, or a limit, which it takes for the first rows that it meets,
 * has the kind {@code joust_select}, which it refuses to refresh. Unknown keys are ignored.
 */
final class ViewDefinitionJson {
    static final String KEY = "mv.definition";
    private static final String SELECT = "select";
    private static final String JOUST_SELECT = "joust_select";
    private static final ObjectMapper JSON = new ObjectMapper();

    private ViewDefinitionJson() {}

    static String write(ViewDefinition definition) {
        ObjectNode root = JSON.createObjectNode();
        boolean isTheirs = definition.sample().isEmpty() && definition.limit().isEmpty();
        root.put("kind", isTheirs ? SELECT : JOUST_SELECT);
        root.put("source_table", definition.source());
        root.putArray("source_namespace");
        var projections = root.putArray("projections");
        for (Projection projection : definition.projections()) {
            projections.addObject().put("output", projection.output()).put("expression", projection.expression());
        }
        definition.filter().ifPresent(filter -> root.put("filter", filter));
        definition.limit().ifPresent(limit -> root.put("limit", limit));
        definition
                .sample()
                .ifPresent(sample ->
                        root.putObject("sample").put("share", sample.share()).put("seed", sample.seed()));
        return root.toString();
    }

    /** Reads what {@link #write} wrote, or what LanceDB wrote in the same layout. */
    static ViewDefinition read(String view, String json) {
        try {
            JsonNode root = JSON.readTree(json);
            String kind = root.path("kind").asText();
            if (!kind.equals(SELECT) && !kind.equals(JOUST_SELECT)) {
                throw new InvalidRequestException("Cannot open view '" + view + "': its definition is of the kind '"
                        + kind + "', which this version does not know; refresh it with the program that made it");
            }
            List<Projection> projections = new ArrayList<>();
            for (JsonNode projection : root.path("projections")) {
                projections.add(new Projection(
                        projection.path("output").asText(),
                        projection.path("expression").asText()));
            }
            JsonNode sample = root.path("sample");
            return new ViewDefinition(
                    root.path("source_table").asText(),
                    projections,
                    Optional.ofNullable(root.path("filter").textValue()),
                    root.hasNonNull("limit")
                            ? OptionalLong.of(root.path("limit").asLong())
                            : OptionalLong.empty(),
                    sample.isObject()
                            ? Optional.of(new Sample(
                                    sample.path("share").asDouble(),
                                    sample.path("seed").asLong()))
                            : Optional.empty());
        } catch (JsonProcessingException e) {
            throw new InvalidRequestException(
                    "Cannot open view '" + view + "': its definition is not JSON (" + StorageException.reason(e)
                            + "); restore an older version of it",
                    e);
        }
    }
}
