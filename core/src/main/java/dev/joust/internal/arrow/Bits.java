// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.arrow;

import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.vector.BitVectorHelper;

/** Ranges of bits in a validity buffer, whole bytes at a time. */
final class Bits {
    private Bits() {}

    static boolean allSet(ArrowBuf bits, int start, int length) {
        int end = start + length;
        int i = start;
        while (i < end) {
            if (i % Byte.SIZE == 0 && end - i >= Byte.SIZE) {
                if (bits.getByte(i / Byte.SIZE) != -1) {
                    return false;
                }
                i += Byte.SIZE;
            } else if (BitVectorHelper.get(bits, i++) == 0) {
                return false;
            }
        }
        return true;
    }

    static void set(ArrowBuf bits, int start, int length) {
        int end = start + length;
        int i = start;
        while (i < end) {
            if (i % Byte.SIZE == 0 && end - i >= Byte.SIZE) {
                bits.setByte(i / Byte.SIZE, -1);
                i += Byte.SIZE;
            } else {
                BitVectorHelper.setBit(bits, i++);
            }
        }
    }
}
