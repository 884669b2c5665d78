// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.fingerprint;

/** The bytes that the values of one vector have in a fingerprint. Threads: safe, as the vector is only read. */
interface CellEncoder {
    /** What stands before a value, and for NULL. */
    int NULL = 0;

    /** What stands before a value that is there, and before elements of which none is NULL. */
    int PRESENT = 1;

    /** What stands before elements of which some are NULL. */
    int SOME_NULL = 2;

    /** Whether this value is NULL. */
    boolean isNull(int index);

    /** Hands over a value that is not NULL, without a mark before it. */
    void value(int index, RowDigest into);

    /** Hands over a value or NULL, with its mark. */
    default void cell(int index, RowDigest into) {
        if (isNull(index)) {
            into.putByte(NULL);
        } else {
            into.putByte(PRESENT);
            value(index, into);
        }
    }

    /** Hands over values that are all there, without marks. */
    default void values(int start, int end, RowDigest into) {
        for (int i = start; i < end; i++) {
            value(i, into);
        }
    }

    /** Hands over the elements of a list: one mark for all if all are there, else one for each. */
    default void elements(int start, int end, RowDigest into) {
        for (int i = start; i < end; i++) {
            if (isNull(i)) {
                into.putByte(SOME_NULL);
                for (int j = start; j < end; j++) {
                    cell(j, into);
                }
                return;
            }
        }
        into.putByte(PRESENT);
        values(start, end, into);
    }
}
