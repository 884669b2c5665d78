// SPDX-License-Identifier: Apache-2.0
package dev.joust.cli.frame;

import static java.util.Objects.requireNonNull;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Bytes on their way out that remembers why they did not get there: a {@link java.io.PrintStream} above it tells only
 * that something failed.
 *
 * <p>Threads: safe for use by several.
 */
public final class ResultStream extends FilterOutputStream {
    private volatile @Nullable IOException failure;

    /** Passes on to another stream. */
    public ResultStream(OutputStream out) {
        super(requireNonNull(out, "out"));
    }

    /** Why some of the bytes are lost; empty if none are, or nobody wanted to read on, like {@code head}. */
    public Optional<String> problem() {
        return Optional.ofNullable(failure)
                .map(e -> String.valueOf(e.getMessage()))
                .filter(message -> !message.toLowerCase(Locale.ROOT).contains("broken pipe"));
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        try {
            out.write(bytes, offset, length);
        } catch (IOException e) {
            throw remembered(e);
        }
    }

    @Override
    public void flush() throws IOException {
        try {
            out.flush();
        } catch (IOException e) {
            throw remembered(e);
        }
    }

    private IOException remembered(IOException e) {
        if (failure == null) {
            failure = e;
        }
        return e;
    }
}
