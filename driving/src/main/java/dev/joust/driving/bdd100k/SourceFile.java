// SPDX-License-Identifier: Apache-2.0
package dev.joust.driving.bdd100k;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** One file of a data set, on disk or inside a zip. */
sealed interface SourceFile {
    /** The name in problems: its path below the root, with {@code /} between its parts. */
    String name();

    /** Length that the directory states; a zip may lie. */
    long statedBytes();

    /** CRC-32 that a zip's directory states. */
    OptionalLong statedCrc32();

    /** Opens the content; the caller closes it. */
    InputStream open() throws IOException;

    /** A file of the file system. */
    record OnDisk(String name, Path path, long statedBytes) implements SourceFile {
        @Override
        public OptionalLong statedCrc32() {
            return OptionalLong.empty();
        }

        @Override
        public InputStream open() throws IOException {
            return Files.newInputStream(path);
        }
    }

    /** A member of a zip that stays open as long as its data set; nothing is unpacked, so its name leads nowhere. */
    final class InZip implements SourceFile {
        private final ZipFile zip;
        private final String zipName;
        private final String entryName;
        private final long statedBytes;
        private final long statedCrc32;

        InZip(ZipFile zip, String zipName, ZipEntry entry) {
            this.zip = zip;
            this.zipName = zipName;
            this.entryName = entry.getName();
            this.statedBytes = Math.max(0, entry.getSize());
            this.statedCrc32 = entry.getCrc();
        }

        @Override
        public String name() {
            return zipName + "!/" + entryName;
        }

        @Override
        public long statedBytes() {
            return statedBytes;
        }

        @Override
        public OptionalLong statedCrc32() {
            return statedCrc32 < 0 ? OptionalLong.empty() : OptionalLong.of(statedCrc32);
        }

        @Override
        public InputStream open() throws IOException {
            InputStream in = zip.getInputStream(new ZipEntry(entryName));
            if (in == null) {
                throw new IOException("the zip's directory names it, but the zip does not hold it");
            }
            return in;
        }
    }
}
