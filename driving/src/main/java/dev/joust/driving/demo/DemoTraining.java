// SPDX-License-Identifier: Apache-2.0
package dev.joust.driving.demo;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.joust.CheckpointBuilder;
import dev.joust.Table;
import dev.joust.checkpoint.TrainingInputs;
import dev.joust.driving.DrivingViews;
import dev.joust.driving.demo.Sections.Section;
import dev.joust.driving.report.Block;
import dev.joust.error.StorageException;
import dev.joust.pin.PinnedTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The stage of the demo that writes down what a training would read. */
final class DemoTraining {
    private final Table frames;
    private final Demo.Settings settings;
    private final DemoFolder folder;
    private final DemoListener listener;
    private final Sections sections;

    DemoTraining(Table frames, Demo.Settings settings, DemoFolder folder, DemoListener listener, Sections sections) {
        this.frames = frames;
        this.settings = settings;
        this.folder = folder;
        this.listener = listener;
        this.sections = sections;
    }

    String plan(Map<String, Object> facts) {
        CheckpointBuilder checkpoint = frames.lake().newCheckpoint().seed(settings.seed());
        List<String> views = views(frames);
        views.forEach(checkpoint::of);
        TrainingInputs inputs = checkpoint.inputs();
        write(inputs, folder.training());
        long rows = inputs.views().stream().mapToLong(PinnedTable::rows).sum();
        listener.answered(
                "lake.newCheckpoint().of(\"" + String.join("\").of(\"", views) + "\")\n    .seed(" + settings.seed()
                        + ").inputs()",
                Words.count(rows, "row"));
        facts.put("views", views.size());
        facts.put("rows", rows);
        facts.put("order_hash", inputs.order().hash());
        facts.put("file", folder.training().toString());
        show(inputs);
        return Words.count(rows, "row") + " of " + views.size() + " views in an order with a name; add a model, and "
                + folder.training().getFileName() + " is a checkpoint";
    }

    /** The views that a training reads. */
    static List<String> views(Table frames) {
        return DrivingViews.of(frames).definitions().stream()
                .filter(definition -> definition.split().equals("train"))
                .map(DrivingViews.Definition::name)
                .toList();
    }

    private void show(TrainingInputs inputs) {
        List<List<String>> rows = new ArrayList<>();
        for (PinnedTable view : inputs.views()) {
            rows.add(List.of(
                    view.name(),
                    Long.toString(view.version()),
                    Words.count(view.rows()),
                    view.fingerprint().value()));
        }
        sections.add(Section.TRAINING, new Block.Grid(List.of("view", "version", "rows", "fingerprint"), rows));
        sections.add(
                Section.TRAINING,
                new Block.Grid(
                        List.of("seed", "order_hash"),
                        List.of(List.of(
                                Long.toString(settings.seed()), inputs.order().hash()))));
    }

    private static void write(TrainingInputs inputs, Path file) {
        try (JsonGenerator json = new JsonFactory().createGenerator(Files.newBufferedWriter(file))) {
            json.useDefaultPrettyPrinter();
            json.writeStartObject();
            json.writeArrayFieldStart("views");
            for (PinnedTable view : inputs.views()) {
                json.writeStartObject();
                json.writeStringField("name", view.name());
                json.writeNumberField("version", view.version());
                json.writeStringField("fingerprint", view.fingerprint().value());
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeNumberField("seed", inputs.seed().orElseThrow());
            json.writeStringField("order_hash", inputs.order().hash());
            json.writeEndObject();
        } catch (IOException e) {
            throw new StorageException(
                    "Cannot write '" + file + "': " + StorageException.reason(e) + "; check the demo's folder", e);
        }
    }
}
