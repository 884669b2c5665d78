// SPDX-License-Identifier: Apache-2.0
package dev.joust.vision;

import dev.joust.error.InternalException;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Which JPEG decoder this Java runtime has, told by what it makes of a small JPEG.
 *
 * <p>JPEG leaves the inverse transform some freedom, and runtimes bring different libraries, so a hash of decoded
 * pixels belongs to the decoder that made them. Two runtimes with the same identity decode the probe, which has varied
 * content and subsampled colours, to the same luma bit for bit.
 *
 * <p>Threads: safe from any thread; computed once.
 */
public final class DecoderIdentity {
    private static final String PROBE = "decoder-probe.jpg";
    private static final int HEX_DIGITS = 16;

    private DecoderIdentity() {}

    /** The first 16 hex digits of the SHA-256 over the probe's luma plane, row by row. */
    public static String luma() {
        return Luma.VALUE;
    }

    private static String compute() {
        try (InputStream in = DecoderIdentity.class.getResourceAsStream(PROBE)) {
            if (in == null) {
                throw new InternalException("Cannot identify the JPEG decoder: the resource '" + PROBE
                        + "' is missing; repair the installation");
            }
            byte[] samples = new ImageDecoder().luma(in.readAllBytes()).samples();
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(samples);
            return HexFormat.of().formatHex(digest).substring(0, HEX_DIGITS);
        } catch (IOException | NoSuchAlgorithmException e) {
            throw new InternalException("Cannot identify the JPEG decoder: " + e.getMessage(), e);
        }
    }

    private static final class Luma {
        private static final String VALUE = compute();
    }
}
