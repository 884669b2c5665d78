// SPDX-License-Identifier: Apache-2.0
package dev.joust.vision.internal.onnx;

import ai.djl.huggingface.tokenizers.Encoding;
import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.joust.error.InvalidRequestException;
import dev.joust.error.StorageException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Cuts text into the tokens of a model, by its {@code tokenizer.json}.
 *
 * <p>Threads: safe for use by several threads. Whoever opened it closes it.
 */
public final class TextTokenizer implements AutoCloseable {
    /** What the file is called. */
    public static final String FILE = "tokenizer.json";

    /** The most tokens that CLIP takes, where the file does not say: {@value}. */
    private static final int CLIP_TOKENS = 77;

    /** As the library says what is wrong with a file. */
    private static final Pattern PLACED =
            Pattern.compile("(?<what>.*?)\\.? at line (?<line>\\d+) column (?<column>\\d+)\\.?");

    private final HuggingFaceTokenizer tokenizer;

    private TextTokenizer(HuggingFaceTokenizer tokenizer) {
        this.tokenizer = tokenizer;
    }

    /** The tokens of a text. */
    public static final class Tokens {
        private final long[] ids;
        private final long[] mask;

        private Tokens(long[] ids, long[] mask) {
            this.ids = ids;
            this.mask = mask;
        }

        /** Their numbers in the vocabulary. */
        public long[] ids() {
            return ids;
        }

        /** As many: 1 for each that counts. */
        public long[] mask() {
            return mask;
        }

        /** The same with so many tokens: the rest cut off, or filled with zeros that do not count. */
        public Tokens ofLength(int length) {
            return new Tokens(Arrays.copyOf(ids, length), Arrays.copyOf(mask, length));
        }
    }

    /**
     * Reads a tokenizer.
     *
     * @throws InvalidRequestException if the file is none
     */
    public static TextTokenizer read(ModelFile file) {
        // With a GPU about, the library would else look for another build of itself on the network.
        if (System.getProperty("RUST_FLAVOR") == null) {
            System.setProperty("RUST_FLAVOR", "cpu");
        }
        byte[] json = file.bytes();
        int maxTokens = maxTokens(file, json);
        try {
            return new TextTokenizer(HuggingFaceTokenizer.newInstance(
                    new ByteArrayInputStream(json),
                    Map.of("truncation", "true", "maxLength", Integer.toString(maxTokens), "padding", "false")));
        } catch (IOException | RuntimeException e) {
            throw wrong(file, e);
        }
    }

    private static int maxTokens(ModelFile file, byte[] bytes) {
        try {
            JsonNode json = new ObjectMapper().readTree(bytes);
            return json.path("truncation").path("max_length").asInt(CLIP_TOKENS);
        } catch (IOException | RuntimeException e) {
            throw wrong(file, e);
        }
    }

    private static InvalidRequestException wrong(ModelFile file, Exception e) {
        return new InvalidRequestException(
                "Cannot read tokenizer '" + file + "': "
                        + reason(e)
                        + "; take the tokenizer.json that belongs to the model",
                e);
    }

    /** The first sentence of the library without its full stop, and where in the file it is. */
    private static String reason(Exception e) {
        String reason =
                StorageException.reason(e).lines().findFirst().orElse("").strip();
        Matcher placed = PLACED.matcher(reason);
        return placed.matches()
                ? "line " + placed.group("line") + ", column " + placed.group("column") + ": " + placed.group("what")
                : reason;
    }

    /** Cuts a text; what is longer than the model takes is cut off. */
    public Tokens encode(String text) {
        Encoding encoding = tokenizer.encode(text);
        return new Tokens(encoding.getIds(), encoding.getAttentionMask());
    }

    @Override
    public void close() {
        tokenizer.close();
    }
}
