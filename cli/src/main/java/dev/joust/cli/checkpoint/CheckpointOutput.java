// SPDX-License-Identifier: Apache-2.0
package dev.joust.cli.checkpoint;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.joust.checkpoint.Checkpoint;
import dev.joust.checkpoint.CheckpointCheck;
import dev.joust.checkpoint.TrainingInputs;
import dev.joust.checkpoint.TrainingOrder;
import dev.joust.cli.print.JsonFields;
import dev.joust.cli.print.Text;
import dev.joust.pin.PinnedTable;
import dev.joust.pin.TableCheck;
import java.util.List;

/** Checkpoints as fields, and for people. */
final class CheckpointOutput {
    private CheckpointOutput() {}

    static void write(ObjectNode json, Checkpoint checkpoint) {
        json.put("id", checkpoint.id())
                .put("created", checkpoint.created().toString())
                .put("model_sha256", checkpoint.modelSha256());
        write(json, checkpoint.views(), checkpoint.order());
        JsonFields.put(json, "seed", checkpoint.seed());
        JsonFields.put(json, "step", checkpoint.step());
        ObjectNode metrics = json.putObject("metrics");
        checkpoint.metrics().forEach(metrics::put);
        json.put("code", checkpoint.code().orElse(null));
        ObjectNode libraries = json.putObject("libraries");
        checkpoint.libraries().forEach(libraries::put);
        json.put("pin", checkpoint.pin());
    }

    static void write(ObjectNode json, TrainingInputs inputs) {
        write(json, inputs.views(), inputs.order());
        JsonFields.put(json, "seed", inputs.seed());
    }

    private static void write(ObjectNode json, List<PinnedTable> all, TrainingOrder order) {
        ArrayNode views = json.putArray("views");
        all.forEach(view -> write(views.addObject(), view));
        json.put(
                        "permutation",
                        order.permutation().map(TrainingOrder.Part::name).orElse(null))
                .put(
                        "split",
                        order.permutation().flatMap(TrainingOrder.Part::split).orElse(null));
        JsonFields.put(json, "shuffle_seed", order.shuffle());
        json.put("order_hash", order.hash());
    }

    private static void write(ObjectNode json, PinnedTable view) {
        json.put("name", view.name())
                .put("version", view.version())
                .put("rows", view.rows())
                .put("fingerprint", view.fingerprint().value());
    }

    static void write(ObjectNode json, CheckpointCheck check) {
        json.put("id", check.checkpoint().id()).put("ok", check.isOk());
        ArrayNode views = json.putArray("views");
        for (TableCheck view : check.views()) {
            ObjectNode one = views.addObject();
            write(one, view.table());
            one.put("ok", view.isOk()).put("problem", view.problem().orElse(null));
        }
        json.put("order_hash", check.checkpoint().order().hash())
                .put("order_problem", check.orderProblem().orElse(null));
    }

    static void write(Text text, Checkpoint checkpoint) {
        text.line("model  " + checkpoint.modelSha256());
        checkpoint.step().ifPresent(step -> text.line("step   " + step));
        checkpoint.seed().ifPresent(seed -> text.line("seed   " + seed));
        checkpoint.code().ifPresent(code -> text.line("code   " + code));
        checkpoint.libraries().forEach((name, version) -> text.line("with   " + name + " " + version));
        checkpoint.metrics().forEach((name, value) -> text.line("metric " + name + " " + value));
        write(text, checkpoint.views(), checkpoint.order());
        text.hint("prove later that it is the same with: joust checkpoints verify " + checkpoint.id());
    }

    static void write(Text text, List<PinnedTable> views, TrainingOrder order) {
        text.line("order  " + order.hash() + " (" + how(order) + ")")
                .table(
                        List.of("view", "version", "rows", "fingerprint"),
                        views.stream()
                                .map(view -> List.<Object>of(
                                        view.name(),
                                        view.version(),
                                        view.rows(),
                                        view.fingerprint().value()))
                                .toList(),
                        "no views");
    }

    private static String how(TrainingOrder order) {
        String rows = order.permutation()
                .map(part ->
                        part.split().map(split -> "split '" + split + "' of ").orElse("") + "permutation '"
                                + part.name() + "'")
                .orElse("the rows of the views");
        return order.shuffle().isPresent()
                ? rows + ", mixed by seed " + order.shuffle().getAsLong()
                : rows + ", not mixed";
    }
}
