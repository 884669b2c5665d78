// SPDX-License-Identifier: Apache-2.0
package dev.joust.cli.data;

import static java.util.Objects.requireNonNull;

import dev.joust.Lake;
import dev.joust.cli.arguments.OutputFile;
import dev.joust.cli.frame.Help;
import dev.joust.cli.frame.Session;
import dev.joust.cli.print.HumanFormat;
import dev.joust.error.StorageException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Writes the bytes of one row to a file. */
@Command(
        name = "blob",
        description = "Write the bytes of one row, such as its image, to a file.",
        footerHeading = Help.EXAMPLE,
        footer = "  joust blob bdd100k 17 --column image_bytes --out frame.jpg")
public final class BlobCommand implements Runnable {
    private static final int CHUNK_BYTES = 1 << 20;

    private final Session session;

    @Parameters(index = "0", paramLabel = "TABLE", description = "The table or view.")
    private String table;

    @Parameters(index = "1", paramLabel = "ROWID", description = "The row's id; joust query --row-id shows it.")
    private long rowId;

    @Option(names = "--column", paramLabel = "C", required = true, description = "The column of bytes.")
    private String column = "";

    @Option(
            names = "--out",
            paramLabel = "FILE",
            converter = OutputFile.Converter.class,
            required = true,
            description = "The file; replaced if it is there.")
    private Path out = Path.of("");

    BlobCommand(Session session) {
        this.session = session;
    }

    @Override
    public void run() {
        try (Lake lake = session.openLake();
                SeekableByteChannel blob = lake.openTable(table).blob(column, rowId)) {
            write(blob);
            long bytes = blob.size();
            session.output()
                    .print(
                            json -> json.put("bytes", bytes),
                            text -> text.line(HumanFormat.count(bytes, "byte") + " written to " + out));
        } catch (IOException e) {
            throw new StorageException(
                    "Cannot write file '" + out + "': " + StorageException.reason(e)
                            + "; check the folder and its permissions",
                    e);
        }
    }

    /** Writes beside the file and renames, so that there is never half a file of that name. */
    private void write(SeekableByteChannel blob) throws IOException {
        OutputFile.requirePlace(out);
        Path whole = out.toAbsolutePath();
        Path folder = requireNonNull(whole.getParent(), "folder");
        if (Files.exists(whole) && !Files.isRegularFile(whole)) {
            // A device or pipe is written to, not replaced.
            copy(blob, whole);
            return;
        }
        if (!Files.isWritable(folder)) {
            // Creating a file would blame the temporary one.
            throw new AccessDeniedException(folder.toString());
        }
        Path part = Files.createTempFile(folder, ".joust-", ".part");
        try {
            copy(blob, part);
            Files.move(part, whole, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(part);
        }
    }

    private static void copy(SeekableByteChannel blob, Path to) throws IOException {
        try (FileChannel file = FileChannel.open(to, StandardOpenOption.WRITE)) {
            ByteBuffer chunk = ByteBuffer.allocate(CHUNK_BYTES);
            while (blob.read(chunk) >= 0) {
                chunk.flip();
                while (chunk.hasRemaining()) {
                    file.write(chunk);
                }
                chunk.clear();
            }
        }
    }
}
