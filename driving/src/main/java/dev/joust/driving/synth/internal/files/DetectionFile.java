// SPDX-License-Identifier: Apache-2.0
package dev.joust.driving.synth.internal.files;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.joust.driving.synth.internal.scene.ScenePlan;
import dev.joust.driving.synth.internal.world.Conditions;
import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes one label file in the shape of BDD100K's det_20, frame by frame. */
public final class DetectionFile implements Closeable {
    private final JsonGenerator json;
    private long nextId;

    /** Begins the file; one of that name is replaced. */
    public DetectionFile(Path file) throws IOException {
        json = new JsonFactory().createGenerator(new BufferedOutputStream(Files.newOutputStream(file), 1 << 16));
        json.useDefaultPrettyPrinter();
        json.writeStartArray();
    }

    /** Adds a frame and its labels. */
    public void write(ScenePlan plan) throws IOException {
        json.writeStartObject();
        json.writeStringField("name", plan.name().fileName());
        json.writeStringField("videoName", plan.name().videoName());
        Conditions conditions = plan.clip().conditions();
        json.writeObjectFieldStart("attributes");
        json.writeStringField("weather", conditions.weather().word());
        json.writeStringField("scene", conditions.scene().word());
        json.writeStringField("timeofday", conditions.timeOfDay().word());
        json.writeEndObject();
        json.writeNumberField("timestamp", plan.timestampMillis());
        json.writeArrayFieldStart("labels");
        for (ScenePlan.Label label : plan.labels()) {
            write(label);
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private void write(ScenePlan.Label label) throws IOException {
        json.writeStartObject();
        json.writeStringField("id", Long.toString(nextId++));
        json.writeStringField("category", label.category());
        json.writeObjectFieldStart("attributes");
        json.writeBooleanField("occluded", label.occluded());
        json.writeBooleanField("truncated", label.truncated());
        json.writeStringField("trafficLightColor", label.signal());
        json.writeEndObject();
        json.writeObjectFieldStart("box2d");
        json.writeNumberField("x1", hundredths(label.x1()));
        json.writeNumberField("y1", hundredths(label.y1()));
        json.writeNumberField("x2", hundredths(label.x2()));
        json.writeNumberField("y2", hundredths(label.y2()));
        json.writeEndObject();
        json.writeEndObject();
    }

    private static double hundredths(double pixels) {
        return Math.round(pixels * 100) / 100.0;
    }

    /** Ends the array; a file that was not closed is not valid JSON. */
    @Override
    public void close() throws IOException {
        json.writeEndArray();
        json.close();
    }
}
