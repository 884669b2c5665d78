// SPDX-License-Identifier: Apache-2.0
package dev.joust;

import static java.util.Objects.requireNonNull;

import dev.joust.checkpoint.Checkpoint;
import dev.joust.checkpoint.TrainingInputs;
import dev.joust.checkpoint.TrainingOrder;
import dev.joust.error.InvalidRequestException;
import dev.joust.error.StorageException;
import dev.joust.feature.FeatureIdentity;
import dev.joust.permutation.Permutation;
import dev.joust.pin.Pin;
import dev.joust.pin.PinnedTable;
import dev.joust.schema.Names;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.LongConsumer;
import java.util.regex.Pattern;

/**
 * Says what a model was trained on.
 *
 * <p>Threads: a builder belongs to one thread.
 */
public final class CheckpointBuilder {
    private static final Pattern SHA_256 = Pattern.compile("[0-9a-f]{64}");

    private final Lake lake;
    private final Optional<String> id;
    private final String what;
    private final Map<String, OptionalLong> views = new LinkedHashMap<>();
    private final Map<String, String> fingerprints = new LinkedHashMap<>();
    private final Map<String, Double> metrics = new LinkedHashMap<>();
    private final Map<String, String> libraries = new LinkedHashMap<>();
    private Optional<String> modelSha256 = Optional.empty();
    private Optional<String> permutation = Optional.empty();
    private Optional<String> split = Optional.empty();
    private Optional<String> orderHash = Optional.empty();
    private OptionalLong shuffle = OptionalLong.empty();
    private OptionalLong seed = OptionalLong.empty();
    private OptionalLong step = OptionalLong.empty();
    private Optional<String> code = Optional.empty();
    private LongConsumer progress = rows -> {};

    CheckpointBuilder(Lake lake, Optional<String> id) {
        this.lake = requireNonNull(lake, "lake");
        this.id = id.map(name -> Names.requireName("checkpoint", name));
        this.what = "Cannot add checkpoint" + id.map(name -> " '" + name + "'").orElse("") + ": ";
    }

    /** The file of weights, which is read for its hash. */
    public CheckpointBuilder model(Path file) {
        try {
            return modelSha256(FeatureIdentity.sha256(file));
        } catch (StorageException e) {
            String why = e.getCause() instanceof IOException cause ? StorageException.reason(cause) : e.getMessage();
            throw new InvalidRequestException(what + "its model cannot be read: " + why + "; check the path", e);
        }
    }

    /** The SHA-256 of the file of weights, in hex. */
    public CheckpointBuilder modelSha256(String hex) {
        String lower = hex.toLowerCase(Locale.ROOT);
        if (!SHA_256.matcher(lower).matches()) {
            throw new InvalidRequestException(
                    what + "'" + Names.shown(hex) + "' is no SHA-256 of a model; give 64 hex digits");
        }
        modelSha256.filter(other -> !other.equals(lower)).ifPresent(other -> {
            throw new InvalidRequestException(
                    what + "its model's hash is " + other + " and not " + lower + "; name the model that was trained");
        });
        modelSha256 = Optional.of(lower);
        return this;
    }

    /** A table or view that the training read, at the version that is the newest when the checkpoint is added. */
    public CheckpointBuilder of(String view) {
        return add(view, OptionalLong.empty());
    }

    /** This version of a table or view, which the training read. */
    public CheckpointBuilder of(String view, long version) {
        return add(view, OptionalLong.of(version));
    }

    private CheckpointBuilder add(String view, OptionalLong version) {
        if (views.putIfAbsent(Names.requireName("view", view), version) != null) {
            throw new InvalidRequestException(
                    what + "view '" + view + "' is named twice; a checkpoint has one version of each");
        }
        return this;
    }

    /** What a version must hold, if the training knows it: the value of its {@link dev.joust.pin.Fingerprint}. */
    public CheckpointBuilder fingerprint(String view, String value) {
        fingerprints.put(view, value);
        return this;
    }

    /** The stored permutation that was read instead of whole views, all its splits one after the other. */
    public CheckpointBuilder permutation(String name) {
        permutation = Optional.of(name);
        return this;
    }

    /** The split of a stored permutation that was read instead of whole views. */
    public CheckpointBuilder permutation(String name, String splitName) {
        split = Optional.of(splitName);
        return permutation(name);
    }

    /** The seed by which loaders mixed the rows in each epoch; see {@link TrainingOrder}. */
    public CheckpointBuilder shuffle(long seedOfOrder) {
        shuffle = OptionalLong.of(seedOfOrder);
        return this;
    }

    /** The hash of the order that the training delivered in epoch 0; rows that come otherwise are refused. */
    public CheckpointBuilder orderHash(String hex) {
        orderHash = Optional.of(hex.toLowerCase(Locale.ROOT));
        return this;
    }

    /**
     * The seed of the training. Without {@link #shuffle}, rows of views are taken to be mixed by it, unless
     * {@link #orderHash} tells that they were not.
     */
    public CheckpointBuilder seed(long number) {
        seed = OptionalLong.of(number);
        return this;
    }

    /** How many steps of training the model has had. */
    public CheckpointBuilder step(long number) {
        step = OptionalLong.of(number);
        return this;
    }

    /** Something that was measured. */
    public CheckpointBuilder metric(String name, double value) {
        metrics.put(name, value);
        return this;
    }

    /** The revision of the program that trained. */
    public CheckpointBuilder code(String revision) {
        code = Optional.of(revision);
        return this;
    }

    /** The version of a library that trained. */
    public CheckpointBuilder library(String name, String version) {
        libraries.put(name, version);
        return this;
    }

    /**
     * Tells how far it is.
     *
     * @param rows hears, on the calling thread, how many rows of all versions were read; what it throws ends the work,
     *     and there is no checkpoint
     */
    public CheckpointBuilder onProgress(LongConsumer rows) {
        this.progress = requireNonNull(rows, "rows");
        return this;
    }

    /**
     * Adds the checkpoint, and keeps its versions by a pin; whole or not at all. Reads them whole, for a fingerprint of
     * each.
     *
     * @throws dev.joust.error.NotFoundException if there is no such view, version, permutation or split
     * @throws dev.joust.error.AlreadyExistsException if the id is taken
     * @throws InvalidRequestException if something is missing, or the versions do not hold what the training says
     */
    public TrainingData add() {
        if (modelSha256.isEmpty()) {
            throw new InvalidRequestException(what + "no model is named; give its file or its hash");
        }
        requireViews();
        String name = id.orElseGet(() -> modelSha256.get().substring(0, Checkpoint.DEFAULT_ID_DIGITS));
        LakeCheckpoints checkpoints = lake.trained();
        checkpoints.requireFree(name);
        Optional<TrainingOrder.Part> part = permutation.map(this::part);
        Pin pin = versions(name, part).create().pin();
        boolean isAdded = false;
        try {
            requireFingerprints(pin.tables());
            Checkpoint checkpoint = new Checkpoint(
                    name,
                    Instant.now().truncatedTo(ChronoUnit.MILLIS),
                    modelSha256.get(),
                    pin.tables(),
                    order(pin.tables(), part),
                    seed,
                    step,
                    metrics,
                    code,
                    libraries);
            checkpoints.create(checkpoint);
            isAdded = true;
            return new TrainingData(lake, checkpoint);
        } finally {
            // Of two that add one id at once, the one that is late must leave the other's pin.
            if (!isAdded && !checkpoints.has(name)) {
                lake.dropPin(pin.name());
            }
        }
    }

    /**
     * What a training is about to read, checked as {@link #add} checks it; nothing is written, and no model is needed.
     * Reads the versions whole, for a fingerprint of each.
     */
    public TrainingInputs inputs() {
        requireViews();
        Optional<TrainingOrder.Part> part = permutation.map(this::part);
        List<PinnedTable> read = versions("training", part).read();
        requireFingerprints(read);
        return new TrainingInputs(read, order(read, part), seed);
    }

    private void requireViews() {
        if (views.isEmpty() && permutation.isEmpty()) {
            throw new InvalidRequestException(what + "no view is named; name what the training read");
        }
    }

    private TrainingOrder.Part part(String name) {
        Permutation stored = lake.openPermutation(name);
        split.ifPresent(stored::split);
        return new TrainingOrder.Part(name, stored.definition(), split);
    }

    private PinBuilder versions(String name, Optional<TrainingOrder.Part> part) {
        part.map(TrainingOrder.Part::definition).ifPresent(source -> {
            OptionalLong named = views.getOrDefault(source.table(), OptionalLong.empty());
            if (named.isPresent() && named.getAsLong() != source.version()) {
                throw new InvalidRequestException(what + "permutation '" + permutation.orElseThrow()
                        + "' is of version " + source.version() + " of table '" + source.table() + "', not of version "
                        + named.getAsLong() + "; name the version that the training read");
            }
            views.put(source.table(), OptionalLong.of(source.version()));
        });
        PinBuilder pin = lake.newPin(Checkpoint.pinOf(name)).onProgress(progress);
        views.forEach((view, version) -> {
            if (version.isPresent()) {
                pin.of(view, version.getAsLong());
            } else {
                pin.of(view);
            }
        });
        return pin;
    }

    private void requireFingerprints(List<PinnedTable> pinned) {
        fingerprints.forEach((view, expected) -> {
            PinnedTable found = pinned.stream()
                    .filter(table -> table.name().equals(view))
                    .findFirst()
                    .orElseThrow(() -> new InvalidRequestException(what + "it has a fingerprint of '" + view
                            + "', which is none of its views; name the view"));
            if (!found.fingerprint().value().equals(expected)) {
                throw new InvalidRequestException(what + "version " + found.version() + " of '" + view
                        + "' has the fingerprint " + found.fingerprint().value() + ", not " + expected
                        + "; name the version that the training read");
            }
        });
    }

    private TrainingOrder order(List<PinnedTable> pinned, Optional<TrainingOrder.Part> part) {
        boolean isSeedForOrder = shuffle.isEmpty() && seed.isPresent();
        OptionalLong likely = isSeedForOrder && part.isEmpty() ? seed : shuffle;
        TrainingOrder order = hashed(pinned, new TrainingOrder(part, likely, ""));
        if (orderHash.isEmpty() || orderHash.get().equals(order.hash())) {
            return order;
        }
        if (isSeedForOrder) {
            OptionalLong otherwise = part.isEmpty() ? shuffle : seed;
            TrainingOrder other = hashed(pinned, new TrainingOrder(part, otherwise, ""));
            if (orderHash.get().equals(other.hash())) {
                return other;
            }
        }
        throw new InvalidRequestException(what + "its order_hash is " + orderHash.get()
                + ", but its rows come in the order " + order.hash()
                + "; name the views, versions, permutation and seed that the training read");
    }

    private TrainingOrder hashed(List<PinnedTable> pinned, TrainingOrder order) {
        return new TrainingOrder(
                order.permutation(),
                order.shuffle(),
                lake.trained().rows(pinned, order, 0).hash());
    }
}
