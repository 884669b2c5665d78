// SPDX-License-Identifier: Apache-2.0
package dev.joust.driving.bdd100k;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** A stream that refuses to be longer than a limit, because a small zip can inflate to anything. */
final class CappedInput extends FilterInputStream {
    private final long limitBytes;
    private long readBytes;

    CappedInput(InputStream in, long limitBytes) {
        super(in);
        this.limitBytes = limitBytes;
    }

    @Override
    public int read() throws IOException {
        int value = super.read();
        count(value < 0 ? 0 : 1);
        return value;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        int read = super.read(buffer, offset, length);
        count(Math.max(0, read));
        return read;
    }

    private void count(int bytes) throws IOException {
        readBytes += bytes;
        if (readBytes > limitBytes) {
            throw new IOException("it is too long: at most " + limitBytes + " bytes are read");
        }
    }
}
