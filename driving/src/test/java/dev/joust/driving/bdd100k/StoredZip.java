// SPDX-License-Identifier: Apache-2.0
package dev.joust.driving.bdd100k;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** A zip of one member that is not compressed, so that a test can damage it at a known place. */
final class StoredZip {
    private StoredZip() {}

    static Path write(Path zip, String name, byte[] content) throws IOException {
        ZipEntry entry = new ZipEntry(name);
        entry.setMethod(ZipEntry.STORED);
        entry.setSize(content.length);
        entry.setCrc(ContentHash.of(content).crc32());
        try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(zip))) {
            out.putNextEntry(entry);
            out.write(content);
            out.closeEntry();
        }
        return zip;
    }
}
