// SPDX-License-Identifier: Apache-2.0
package dev.joust.cli.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.joust.Joust;
import dev.joust.Lake;
import dev.joust.Table;
import dev.joust.cli.TinyLake;
import dev.joust.cli.TinyLake.Outcome;
import dev.joust.error.InvalidRequestException;
import dev.joust.loader.Batch;
import dev.joust.loader.Loader;
import dev.joust.loader.LoaderBuilder;
import dev.joust.vision.ImagePixels;
import java.awt.image.BufferedImage;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import javax.imageio.ImageIO;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.ipc.ArrowStreamReader;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FeederTest {
    private static final int ROWS = 11;
    private static final int BATCH = 2;
    private static final long PATIENCE_MILLIS = 30_000;

    @TempDir
    Path folder;

    private Lake lake;
    private Table table;
    private final PipedOutputStream requests = new PipedOutputStream();
    private BufferedReader events;
    private Thread thread;

    @SuppressWarnings("ArrayRecordComponent")
    record Picture(long id, byte[] imageBytes) {}

    @BeforeEach
    void startAFeederOfTwoSlots() throws IOException {
        lake = Joust.open(folder.resolve("lake"));
        table = lake.createTable("pictures", Picture.class);
        table.append(IntStream.range(0, ROWS)
                .mapToObj(id -> new Picture(id, png(id)))
                .toList());
        Files.createFile(folder.resolve("slot-0"));
        Files.createFile(folder.resolve("slot-1"));
        PipedOutputStream out = new PipedOutputStream();
        events = new BufferedReader(new InputStreamReader(new PipedInputStream(out), StandardCharsets.UTF_8));
        FeedSlots slots = FeedSlots.open(folder);
        FeedRequests asked = new FeedRequests(slots.size());
        asked.listen(new PipedInputStream(requests));
        PrintStream printed = new PrintStream(out, false, StandardCharsets.UTF_8);
        Feeder feeder = new Feeder(asked, slots, new FeedLines(printed), this::rows, () -> 7);
        thread = new Thread(() -> {
            try (slots) {
                feeder.run();
            }
        });
        thread.start();
        assertThat(event("ready").size()).isEqualTo(1);
    }

    @AfterEach
    void closeTheLake() throws Exception {
        requests.close();
        thread.join(PATIENCE_MILLIS);
        assertThat(thread.isAlive()).isFalse();
        lake.close();
    }

    private LoaderBuilder rows() {
        return table.loader()
                .columns("id")
                .decode("image_bytes", ImagePixels.rgb(2, 1))
                .shuffle(5)
                .batchRows(BATCH);
    }

    private static byte[] png(int id) {
        BufferedImage image = new BufferedImage(4, 2, BufferedImage.TYPE_3BYTE_BGR);
        image.setRGB(0, 0, 0x10203 * id);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            ImageIO.write(image, "png", bytes);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return bytes.toByteArray();
    }

    private void request(String line) throws IOException {
        requests.write((line + "\n").getBytes(StandardCharsets.UTF_8));
        requests.flush();
    }

    private JsonNode event(String name) throws IOException {
        JsonNode event = JsonMapper.builder().build().readTree(events.readLine());
        assertThat(event.get("event").asText()).isEqualTo(name);
        return event;
    }

    @Test
    void writesPixelsRowIdsAndColumnsIntoSlotsThatAreGivenBack() throws IOException {
        request("epoch 0 0");

        JsonNode begun = event("epoch");
        try (Loader<Batch> loader = rows().open()) {
            assertThat(begun.get("order_hash").asText()).isEqualTo(loader.orderHash());
            assertThat(begun.get("steps").asLong()).isEqualTo(loader.steps()).isEqualTo(6);
            while (loader.hasNext()) {
                try (Batch batch = loader.next()) {
                    JsonNode event = event("batch");
                    assertThat(event.get("step").asLong()).isEqualTo(batch.step());
                    assertHolds(event, batch);
                    request("free " + event.get("slot").asInt());
                }
            }
        }
        JsonNode ended = event("end");
        assertThat(ended.get("rows").asInt()).isEqualTo(ROWS);
        assertThat(ended.get("shrunk_images").asInt()).isEqualTo(7);
    }

    private void assertHolds(JsonNode event, Batch batch) throws IOException {
        byte[] slot =
                Files.readAllBytes(folder.resolve("slot-" + event.get("slot").asInt()));
        List<Long> shape = new ArrayList<>();
        event.get("shape").forEach(length -> shape.add(length.asLong()));
        assertThat(shape).isEqualTo(Arrays.stream(batch.shape()).boxed().toList());
        int pixels = (int) LongStream.of(batch.shape()).reduce(1, (a, b) -> a * b);
        assertThat(Arrays.copyOf(slot, pixels)).isEqualTo(Arrays.copyOf(batch.pixels(), pixels));
        long[] rowIds = new long[batch.size()];
        ByteBuffer.wrap(slot)
                .order(ByteOrder.LITTLE_ENDIAN)
                .position(event.get("row_ids_at").asInt())
                .asLongBuffer()
                .get(rowIds);
        assertThat(rowIds).isEqualTo(batch.rowIds());
        byte[] columns = Arrays.copyOfRange(
                slot, event.get("columns_at").asInt(), event.get("bytes").asInt());
        try (RootAllocator allocator = new RootAllocator();
                ArrowStreamReader reader = new ArrowStreamReader(new ByteArrayInputStream(columns), allocator)) {
            assertThat(reader.loadNextBatch()).isTrue();
            BigIntVector ids = (BigIntVector) reader.getVectorSchemaRoot().getVector("id");
            BigIntVector expected = (BigIntVector) batch.columns().getVector("id");
            assertThat(ids.getValueCount()).isEqualTo(batch.size());
            for (int row = 0; row < batch.size(); row++) {
                assertThat(ids.get(row)).isEqualTo(expected.get(row));
            }
        }
    }

    @Test
    void leavesAnEpochForAnotherThatIsAskedForWhileItWaitsForASlot() throws IOException {
        request("epoch 0 0");
        event("epoch");
        assertThat(event("batch").get("slot").asInt()).isZero();
        assertThat(event("batch").get("slot").asInt()).isEqualTo(1);

        request("epoch 3 5");

        assertThat(event("epoch").get("epoch").asInt()).isEqualTo(3);
        request("free 1");
        JsonNode last = event("batch");
        assertThat(last.get("step").asInt()).isEqualTo(5);
        assertThat(last.get("slot").asInt()).isEqualTo(1);
        assertThat(last.get("shape").get(0).asInt()).isEqualTo(1);
        assertThat(event("end").get("rows").asInt()).isEqualTo(1);
    }

    @Test
    void endsWithWhoeverItFeedsInTheMiddleOfAnEpoch() throws Exception {
        request("epoch 0 0");
        event("epoch");

        requests.close();

        thread.join(PATIENCE_MILLIS);
        assertThat(thread.isAlive()).isFalse();
    }

    @Test
    void endsWhenItIsAskedWhatItDoesNotKnow() throws Exception {
        request("GET / HTTP/1.1");

        thread.join(PATIENCE_MILLIS);
        assertThat(thread.isAlive()).isFalse();
    }

    @Test
    void refusesAFolderWithoutSlots() {
        Path empty = folder.resolve("lake");

        assertThatThrownBy(() -> FeedSlots.open(empty))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessage("Cannot open the slots in '" + empty
                        + "': there is no file 'slot-0'; name the folder that the other process made");
    }

    @Test
    void refusesToFeedImagesOfNoSize() {
        Outcome outcome = new TinyLake(folder.resolve("lake")).run("feed", "pictures", "--slots", folder.toString());

        assertThat(outcome.exitCode()).isEqualTo(2);
        assertThat(outcome.stderr())
                .isEqualTo("joust: Cannot feed table 'pictures': nothing says how large its images become; give"
                        + " --decode WxH\n");
    }
}
