// SPDX-License-Identifier: Apache-2.0
package dev.joust.cli.checkpoint;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.joust.CheckpointBuilder;
import dev.joust.Lake;
import dev.joust.error.InvalidRequestException;
import dev.joust.error.StorageException;
import dev.joust.schema.Names;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import java.util.function.Predicate;

/** What a training says of itself in a file of JSON. */
final class CheckpointFile {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** What {@code checkpoints show} prints besides is known too: such a file can be added again. */
    private static final Set<String> TOLD = Set.of("created", "pin");

    private static final Set<String> KEYS = Set.of(
            "id",
            "model",
            "model_sha256",
            "views",
            "permutation",
            "split",
            "order_hash",
            "seed",
            "shuffle_seed",
            "step",
            "metrics",
            "code",
            "libraries");

    private final Path file;
    private final JsonNode root;

    private CheckpointFile(Path file, JsonNode root) {
        this.file = file;
        this.root = root;
    }

    static CheckpointFile read(Path file) {
        try {
            CheckpointFile read = new CheckpointFile(file, JSON.readTree(Files.readAllBytes(file)));
            read.requireKnownKeys();
            return read;
        } catch (JsonProcessingException e) {
            throw cannot(file, StorageException.reason(e) + "; write one JSON object");
        } catch (IOException e) {
            throw cannot(file, StorageException.reason(e) + "; check the path");
        }
    }

    private static InvalidRequestException cannot(Path file, String why) {
        return new InvalidRequestException("Cannot add a checkpoint from '" + file + "': " + why);
    }

    private InvalidRequestException wrong(String key, String must) {
        return cannot(file, "'" + key + "' must be " + must + " but is " + Names.shown(String.valueOf(root.get(key))));
    }

    private void requireKnownKeys() {
        if (!root.isObject()) {
            throw cannot(file, "it is no JSON object; see joust checkpoints add --help for its keys");
        }
        root.fieldNames().forEachRemaining(key -> {
            if (!KEYS.contains(key) && !TOLD.contains(key)) {
                throw cannot(
                        file,
                        "'" + Names.shown(key) + "' is no key of a checkpoint"
                                + Names.nearest(key, KEYS).stream()
                                        .findFirst()
                                        .map(near -> "; did you mean '" + near + "'?")
                                        .orElse("; see joust checkpoints add --help for its keys"));
            }
        });
    }

    /** Begins the checkpoint; everything in the file is checked, and nothing of the lake. */
    CheckpointBuilder begin(Lake lake) {
        CheckpointBuilder builder = text("id").map(lake::newCheckpoint).orElseGet(lake::newCheckpoint);
        Optional<Path> folder = Optional.ofNullable(file.toAbsolutePath().getParent());
        text("model").ifPresent(path -> builder.model(folder.orElseThrow().resolve(path)));
        text("model_sha256").ifPresent(builder::modelSha256);
        addViews(builder);
        addPermutation(builder);
        text("order_hash").ifPresent(builder::orderHash);
        number("seed", builder::seed);
        number("shuffle_seed", builder::shuffle);
        number("step", builder::step);
        text("code").ifPresent(builder::code);
        fields(
                "metrics",
                "an object of numbers",
                JsonNode::isNumber,
                (name, value) -> builder.metric(name, value.asDouble()));
        fields(
                "libraries",
                "an object of texts",
                JsonNode::isTextual,
                (name, value) -> builder.library(name, value.asText()));
        return builder;
    }

    private void addPermutation(CheckpointBuilder builder) {
        Optional<String> split = text("split");
        Optional<String> permutation = text("permutation");
        if (split.isPresent() && permutation.isEmpty()) {
            throw cannot(file, "it has a 'split' and no 'permutation'; name the permutation whose split it is");
        }
        permutation.ifPresent(name ->
                split.ifPresentOrElse(part -> builder.permutation(name, part), () -> builder.permutation(name)));
    }

    private void addViews(CheckpointBuilder builder) {
        JsonNode views = root.path("views");
        if (!views.isMissingNode() && !views.isArray()) {
            throw wrong("views", "a list of names, or of objects with a name");
        }
        for (JsonNode view : views) {
            JsonNode name = view.isTextual() ? view : view.path("name");
            JsonNode version = view.path("version");
            if (!name.isTextual() || !(version.isMissingNode() || version.isIntegralNumber())) {
                throw wrong("views", "a list of names, or of objects with a name and perhaps a version (a number)");
            }
            if (version.isMissingNode()) {
                builder.of(name.asText());
            } else {
                builder.of(name.asText(), version.asLong());
            }
            if (view.path("fingerprint").isTextual()) {
                builder.fingerprint(name.asText(), view.get("fingerprint").asText());
            }
        }
    }

    private Optional<JsonNode> value(String key) {
        return Optional.ofNullable(root.get(key)).filter(value -> !value.isNull());
    }

    private Optional<String> text(String key) {
        return value(key).map(value -> {
            if (!value.isTextual()) {
                throw wrong(key, "a text");
            }
            return value.asText();
        });
    }

    private void number(String key, LongConsumer consumer) {
        Consumer<JsonNode> checked = value -> {
            if (!value.canConvertToExactIntegral() || !value.canConvertToLong()) {
                throw wrong(key, "a whole number of 64 bits");
            }
            consumer.accept(value.asLong());
        };
        value(key).ifPresent(checked);
    }

    private interface Field {
        void add(String name, JsonNode value);
    }

    private void fields(String key, String must, Predicate<JsonNode> isRight, Field field) {
        value(key).ifPresent(object -> {
            if (!object.isObject()) {
                throw wrong(key, must);
            }
            object.properties().forEach(entry -> {
                if (!isRight.test(entry.getValue())) {
                    throw wrong(key, must);
                }
                field.add(entry.getKey(), entry.getValue());
            });
        });
    }
}
