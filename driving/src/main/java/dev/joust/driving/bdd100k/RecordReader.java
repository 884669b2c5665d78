// SPDX-License-Identifier: Apache-2.0
package dev.joust.driving.bdd100k;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * Reads images one by one as rows, in the order of their splits and names.
 *
 * <p>One image is in memory at a time, beside the labels of the split that is being read. Images that the table holds
 * already are passed over; those that cannot become rows are reported and, by the policy, passed over or the end.
 *
 * <p>{@link #hasNext()} and {@link #next()} throw {@link dev.joust.error.InvalidRequestException} where a problem costs
 * a row or its labels and the policy is {@link OnError#FAIL}.
 *
 * <p>Threads: a reader belongs to one thread. It holds no resource of its own, but reads from the data set that made
 * it, which has to stay open.
 *
 * @param <R> type of the rows
 */
public final class RecordReader<R> implements Iterator<R> {
    private final Queue<ImageGroup<R>> groups;
    private final ReadOptions options;
    private final Reports reports;
    private final Map<String, String> groupOfId = new HashMap<>();
    private final long rowsTotal;
    private final long bytesTotal;

    private @Nullable ImageGroup<R> group;
    private Iterator<NamedImage> images = Collections.emptyIterator();
    private @Nullable R next;
    private long rowsRead;
    private long bytesRead;
    private long rowsPresent;
    private long rowsSkipped;

    RecordReader(List<? extends ImageGroup<R>> groups, ReadOptions options) {
        this.groups = new ArrayDeque<>(groups);
        this.options = options;
        this.reports = new Reports(options.onError(), options.problems());
        this.rowsTotal = groups.stream().mapToLong(each -> each.images().size()).sum();
        this.bytesTotal = groups.stream()
                .flatMap(each -> each.images().stream())
                .mapToLong(image -> image.file().statedBytes())
                .sum();
    }

    /** Image files in all, known before the first is read. */
    public long rowsTotal() {
        return rowsTotal;
    }

    /** Bytes of all image files, as their folders and zips state them. */
    public long bytesTotal() {
        return bytesTotal;
    }

    /** Images that became rows so far. */
    public long rowsRead() {
        return rowsRead;
    }

    /** Bytes of the images that became rows so far. */
    public long bytesRead() {
        return bytesRead;
    }

    /** Images that the table holds already, byte for byte. */
    public long rowsPresent() {
        return rowsPresent;
    }

    /** Image files that were left out because of a problem; images that are only labelled are not among them. */
    public long rowsSkipped() {
        return rowsSkipped;
    }

    @Override
    public boolean hasNext() {
        while (next == null) {
            if (!advance()) {
                return false;
            }
        }
        return true;
    }

    /** Whether an image has become a row that {@link #next()} has not returned yet. */
    public boolean isReady() {
        return next != null;
    }

    /**
     * Looks at one more image, or makes the next split ready, unless a row is ready; {@link #hasNext()} does so until
     * one is.
     *
     * @return false if no row is ready and all images have been looked at
     */
    public boolean advance() {
        if (next != null) {
            return true;
        }
        if (images.hasNext()) {
            next = step(images.next());
            options.progress().update(rowsRead + rowsPresent + rowsSkipped, rowsTotal);
        } else if (groups.isEmpty()) {
            group = null;
            return false;
        } else {
            begin(groups.remove());
        }
        return true;
    }

    @Override
    public R next() {
        if (!hasNext() || next == null) {
            throw new NoSuchElementException();
        }
        R row = next;
        next = null;
        return row;
    }

    /**
     * Counts a row that it returned as one that the table holds already, because another writer was first; a problem if
     * the table holds other bytes.
     *
     * @param read what the row holds
     * @param stored what the table holds under the same id
     * @throws dev.joust.error.InvalidRequestException if they differ and the policy is {@link OnError#FAIL}
     */
    public void countAsPresent(String imageId, ContentHash read, ContentHash stored) {
        rowsRead--;
        if (read.equals(stored)) {
            rowsPresent++;
        } else {
            rowsSkipped++;
            reports.lost(new Problem(imageId, otherBytes(imageId, read, stored)));
        }
    }

    private void begin(ImageGroup<R> following) {
        group = following;
        images = following.images().iterator();
        following.begin(reports);
    }

    private @Nullable R step(NamedImage image) {
        try {
            ImageGroup<R> current = group();
            String earlier = groupOfId.putIfAbsent(image.imageId(), current.name());
            if (earlier != null) {
                throw new NoRowException(
                        "image id '" + image.imageId() + "' occurs in " + earlier + " too, and was read there");
            }
            Optional<ContentHash> known = options.known().apply(image.imageId());
            if (known.isPresent()) {
                requireSame(image, known.get());
                rowsPresent++;
                return null;
            }
            Optional<String> refusal = current.refusal(image);
            if (refusal.isPresent()) {
                throw new NoRowException(refusal.get());
            }
            ImageContent content = ImageContent.load(image.file());
            R row = current.row(image, content, reports);
            rowsRead++;
            bytesRead += content.bytes().length;
            return row;
        } catch (IOException e) {
            rowsSkipped++;
            reports.lost(new Problem(image.file().name(), ReadErrors.why(e)));
            return null;
        }
    }

    private ImageGroup<R> group() {
        if (group == null) {
            throw new AssertionError("an image without a group");
        }
        return group;
    }

    private static void requireSame(NamedImage image, ContentHash known) throws IOException {
        ContentHash found = image.file().statedCrc32().isPresent()
                        || image.file().statedBytes() != known.bytes()
                ? new ContentHash(
                        image.file().statedBytes(), image.file().statedCrc32().orElse(0))
                : ContentHash.of(ImageContent.read(image.file()));
        if (!found.equals(known)) {
            throw new NoRowException(otherBytes(image.imageId(), found, known));
        }
    }

    private static String otherBytes(String imageId, ContentHash found, ContentHash known) {
        String how = found.bytes() == known.bytes()
                ? "the same length"
                : found.bytes() + " bytes here, " + known.bytes() + " there";
        return "the table holds image '" + imageId + "' with other bytes (" + how + "), and keeps them";
    }
}
