// SPDX-License-Identifier: Apache-2.0
package dev.joust;

import dev.joust.checkpoint.Checkpoint;
import dev.joust.checkpoint.CheckpointCheck;
import dev.joust.checkpoint.EpochRows;
import dev.joust.checkpoint.TrainingOrder;
import dev.joust.error.AlreadyExistsException;
import dev.joust.error.InvalidRequestException;
import dev.joust.error.JoustException;
import dev.joust.error.NotFoundException;
import dev.joust.internal.checkpoint.CheckpointFiles;
import dev.joust.loader.OrderedRows;
import dev.joust.permutation.Permutation;
import dev.joust.permutation.PermutationDefinition;
import dev.joust.permutation.Shuffle;
import dev.joust.permutation.Splits;
import dev.joust.pin.PinCheck;
import dev.joust.pin.PinnedTable;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.LongConsumer;

/** The checkpoints of a lake, and the rows that they name. Lakes in object stores have none, as they have no pins. */
record LakeCheckpoints(Lake lake, LakeUri uri) {
    List<Checkpoint> all() {
        return folder(uri.requireFolder("list the checkpoints of")).all();
    }

    boolean has(String id) {
        return uri.folder().map(this::folder).filter(folder -> folder.has(id)).isPresent();
    }

    Checkpoint one(String id) {
        CheckpointFiles folder = folder(uri.requireFolder("open checkpoint '" + id + "' of"));
        return folder.find(id).orElseThrow(() -> LakeUri.notFound("checkpoint", id, uri.text(), folder.ids()));
    }

    void requireFree(String id) {
        uri.requireFolderToWrite("add checkpoint '" + id + "'");
        if (has(id)) {
            throw taken(id);
        }
    }

    void create(Checkpoint checkpoint) {
        CheckpointFiles folder = folder(uri.requireFolderToWrite("add checkpoint '" + checkpoint.id() + "'"));
        if (!folder.create(checkpoint)) {
            throw taken(checkpoint.id());
        }
    }

    private AlreadyExistsException taken(String id) {
        return new AlreadyExistsException(
                "Cannot add checkpoint '" + id + "': lake '" + uri.text()
                        + "' has one of that id; choose another id, or drop that one first",
                "checkpoint",
                id);
    }

    void drop(String id) {
        CheckpointFiles folder = folder(uri.requireFolderToWrite("drop checkpoint '" + id + "'"));
        if (!folder.remove(id)) {
            throw LakeUri.notFound("checkpoint", id, uri.text(), folder.ids());
        }
        try {
            lake.dropPin(Checkpoint.pinOf(id));
        } catch (NotFoundException e) {
            // Its pin was dropped while its file could not be read.
        }
    }

    private CheckpointFiles folder(Path path) {
        return new CheckpointFiles(path, lake.store().durability());
    }

    /** Rows as the training of an epoch read them. */
    EpochRows rows(List<PinnedTable> views, TrainingOrder order, int epoch) {
        List<PermutationDefinition> sources = order.permutation()
                .map(part -> List.of(part.definition()))
                .orElseGet(() -> views.stream().map(LakeCheckpoints::whole).toList());
        List<long[]> ids = sources.stream()
                .map(source -> rowIds(source, order.permutation().flatMap(TrainingOrder.Part::split)))
                .toList();
        int rows = Math.toIntExact(ids.stream().mapToLong(each -> each.length).sum());
        long[] rowIds = new long[rows];
        int[] viewAt = new int[rows];
        int end = 0;
        for (int view = 0; view < ids.size(); view++) {
            int from = end;
            end += ids.get(view).length;
            System.arraycopy(ids.get(view), 0, rowIds, from, end - from);
            Arrays.fill(viewAt, from, end, view);
        }
        Optional<Shuffle> own =
                order.permutation().flatMap(part -> part.definition().shuffle());
        long[] places = new long[rows];
        Arrays.setAll(places, i -> i);
        long[] mixed = ordered(places, 0, own).order(order.shuffle(), epoch);
        return new EpochRows(
                sources.stream().map(PermutationDefinition::table).toList(),
                Arrays.stream(mixed).mapToInt(place -> viewAt[(int) place]).toArray(),
                Arrays.stream(mixed).map(place -> rowIds[(int) place]).toArray());
    }

    private static OrderedRows ordered(long[] rows, long version, Optional<Shuffle> shuffle) {
        return new OrderedRows(
                rows,
                version,
                shuffle.map(own -> OptionalLong.of(own.seed())).orElse(OptionalLong.empty()),
                shuffle.map(Shuffle::clumpRows).orElse(1));
    }

    /** The rows of one table in the order of epoch 0, with what mixes later ones. */
    OrderedRows ordered(PermutationDefinition source, Optional<String> split) {
        return ordered(rowIds(source, split), source.version(), source.shuffle());
    }

    static PermutationDefinition whole(PinnedTable view) {
        return new PermutationDefinition(
                view.name(), view.version(), Optional.empty(), Splits.whole(), Optional.empty());
    }

    private long[] rowIds(PermutationDefinition source, Optional<String> split) {
        Permutation permutation =
                new LakePermutations(lake).of(lake.openTable(source.table())).build(source);
        List<String> splits = split.map(List::of).orElseGet(permutation::splitNames);
        return splits.stream()
                .map(name -> permutation.split(name).rowIds())
                .flatMapToLong(Arrays::stream)
                .toArray();
    }

    CheckpointCheck verify(Checkpoint checkpoint, LongConsumer progress) {
        PinCheck pin = lake.openPin(checkpoint.pin()).verify(progress);
        return new CheckpointCheck(checkpoint, pin.tables(), pin.isOk() ? orderProblem(checkpoint) : Optional.empty());
    }

    private Optional<String> orderProblem(Checkpoint checkpoint) {
        try {
            String hash = rows(checkpoint.views(), checkpoint.order(), 0).hash();
            return hash.equals(checkpoint.order().hash())
                    ? Optional.empty()
                    : Optional.of("the rows come in another order now, whose hash is " + hash);
        } catch (InvalidRequestException e) {
            return Optional.of("the order cannot be made again: " + e.getMessage());
        }
    }

    /** Says what cannot be done with a checkpoint of several views as one. */
    static JoustException cannotLoad(Checkpoint checkpoint) {
        return new InvalidRequestException("Cannot load checkpoint '" + checkpoint.id()
                + "' by one loader: its rows are of "
                + checkpoint.views().size() + " views; read the rows of order(epoch) from open(view)");
    }
}
