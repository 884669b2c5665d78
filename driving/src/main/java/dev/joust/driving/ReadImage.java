// SPDX-License-Identifier: Apache-2.0
package dev.joust.driving;

import dev.joust.driving.bdd100k.ContentHash;
import java.util.Iterator;
import java.util.List;

/** What is kept of an image that was read until its portion is committed: its id, and what its bytes were. */
record ReadImage(String id, ContentHash content) {
    /** The same rows; each is noted as it is taken. */
    static <R extends Record> Iterator<R> noting(Iterator<R> rows, List<ReadImage> images) {
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return rows.hasNext();
            }

            @Override
            public R next() {
                R row = rows.next();
                images.add(of(row));
                return row;
            }
        };
    }

    private static ReadImage of(Record row) {
        if (row instanceof Frame frame) {
            byte[] bytes = frame.imageBytes();
            return new ReadImage(frame.imageId(), bytes == null ? KnownImages.NOTHING : ContentHash.of(bytes));
        } else if (row instanceof Image image) {
            return new ReadImage(image.imageId(), ContentHash.of(image.imageBytes()));
        }
        throw new AssertionError(row);
    }
}
