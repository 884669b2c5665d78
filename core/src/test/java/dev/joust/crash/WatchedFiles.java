// SPDX-License-Identifier: Apache-2.0
package dev.joust.crash;

import java.io.IOException;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.AccessMode;
import java.nio.file.CopyOption;
import java.nio.file.DirectoryStream;
import java.nio.file.FileStore;
import java.nio.file.FileSystem;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileAttributeView;
import java.nio.file.spi.FileSystemProvider;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;

/**
 * The default file system of a process, which tells a watcher what is about to happen to which file. The JDK installs
 * it: {@code -Djava.nio.file.spi.DefaultFileSystemProvider}. So a test stops a process between any two steps that it
 * takes on the disk, and nothing in the code under test knows of it.
 */
public final class WatchedFiles extends FileSystemProvider {
    private static volatile Watcher watcher = (operation, path) -> {};

    private final FileSystemProvider real;
    private final WatchedFileSystem files;

    /** Hears of an operation before it happens, on the thread that is about to do it. */
    interface Watcher {
        /**
         * Called before an operation.
         *
         * @param operation {@code read}, {@code write}, {@code move} or {@code link} (to the path) or {@code delete}
         */
        void before(String operation, Path path);
    }

    /** Called by the JDK. */
    public WatchedFiles(FileSystemProvider real) {
        this.real = real;
        this.files = new WatchedFileSystem(this, real.getFileSystem(URI.create("file:///")));
    }

    static void watch(Watcher wanted) {
        watcher = wanted;
    }

    private static Path bare(Path path) {
        return WatchedPath.bare(path);
    }

    @Override
    public String getScheme() {
        return real.getScheme();
    }

    @Override
    public FileSystem newFileSystem(URI uri, Map<String, ?> environment) throws IOException {
        return real.newFileSystem(uri, environment);
    }

    @Override
    public FileSystem getFileSystem(URI uri) {
        return files;
    }

    @Override
    public Path getPath(URI uri) {
        return files.wrap(real.getPath(uri));
    }

    @Override
    public SeekableByteChannel newByteChannel(
            Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes) throws IOException {
        opening(path, options);
        return real.newByteChannel(bare(path), options, attributes);
    }

    @Override
    public FileChannel newFileChannel(Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes)
            throws IOException {
        opening(path, options);
        return real.newFileChannel(bare(path), options, attributes);
    }

    private static void opening(Path path, Set<? extends OpenOption> options) {
        boolean isWrite = options.contains(StandardOpenOption.WRITE) || options.contains(StandardOpenOption.APPEND);
        watcher.before(isWrite ? "write" : "read", path);
    }

    @Override
    public DirectoryStream<Path> newDirectoryStream(Path folder, DirectoryStream.Filter<? super Path> filter)
            throws IOException {
        DirectoryStream<Path> entries =
                real.newDirectoryStream(bare(folder), entry -> filter.accept(files.wrap(entry)));
        return new DirectoryStream<>() {
            @Override
            public Iterator<Path> iterator() {
                Iterator<Path> all = entries.iterator();
                return new Iterator<>() {
                    @Override
                    public boolean hasNext() {
                        return all.hasNext();
                    }

                    @Override
                    public Path next() {
                        return files.wrap(all.next());
                    }
                };
            }

            @Override
            public void close() throws IOException {
                entries.close();
            }
        };
    }

    @Override
    public void createDirectory(Path folder, FileAttribute<?>... attributes) throws IOException {
        real.createDirectory(bare(folder), attributes);
    }

    @Override
    public void delete(Path path) throws IOException {
        watcher.before("delete", path);
        real.delete(bare(path));
    }

    @Override
    public boolean deleteIfExists(Path path) throws IOException {
        watcher.before("delete", path);
        return real.deleteIfExists(bare(path));
    }

    @Override
    public void copy(Path source, Path target, CopyOption... options) throws IOException {
        real.copy(bare(source), bare(target), options);
    }

    @Override
    public void move(Path source, Path target, CopyOption... options) throws IOException {
        watcher.before("move", target);
        real.move(bare(source), bare(target), options);
    }

    @Override
    public void createLink(Path link, Path existing) throws IOException {
        watcher.before("link", link);
        real.createLink(bare(link), bare(existing));
    }

    @Override
    public Path readSymbolicLink(Path link) throws IOException {
        return files.getPath(real.readSymbolicLink(bare(link)).toString());
    }

    @Override
    public boolean isSameFile(Path one, Path other) throws IOException {
        return real.isSameFile(bare(one), bare(other));
    }

    @Override
    public boolean isHidden(Path path) throws IOException {
        return real.isHidden(bare(path));
    }

    @Override
    public FileStore getFileStore(Path path) throws IOException {
        return real.getFileStore(bare(path));
    }

    @Override
    public void checkAccess(Path path, AccessMode... modes) throws IOException {
        real.checkAccess(bare(path), modes);
    }

    @Override
    public <V extends FileAttributeView> V getFileAttributeView(Path path, Class<V> type, LinkOption... options) {
        return real.getFileAttributeView(bare(path), type, options);
    }

    @Override
    public <A extends BasicFileAttributes> A readAttributes(Path path, Class<A> type, LinkOption... options)
            throws IOException {
        return real.readAttributes(bare(path), type, options);
    }

    @Override
    public Map<String, Object> readAttributes(Path path, String names, LinkOption... options) throws IOException {
        return real.readAttributes(bare(path), names, options);
    }

    @Override
    public void setAttribute(Path path, String name, Object value, LinkOption... options) throws IOException {
        real.setAttribute(bare(path), name, value, options);
    }
}
