// SPDX-License-Identifier: Apache-2.0
package dev.joust.crash;

import java.io.File;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.Iterator;

/** A path of the real file system that says it belongs to a watched one. */
final class WatchedPath implements InvocationHandler {
    private final Path real;
    private final WatchedFileSystem files;

    private WatchedPath(Path real, WatchedFileSystem files) {
        this.real = real;
        this.files = files;
    }

    static Path of(Path path, WatchedFileSystem files) {
        // The JDK makes a path of a URI with the default file system, which is the watched one.
        return (Path) Proxy.newProxyInstance(
                WatchedPath.class.getClassLoader(), new Class<?>[] {Path.class}, new WatchedPath(bare(path), files));
    }

    /** The path of the real file system. */
    static Path bare(Path path) {
        return Proxy.isProxyClass(path.getClass()) && Proxy.getInvocationHandler(path) instanceof WatchedPath watched
                ? watched.real
                : path;
    }

    @Override
    public Object invoke(Object proxy, Method method, Object[] arguments) throws Throwable {
        if (method.getName().equals("getFileSystem")) {
            return files;
        } else if (method.getName().equals("toFile")) {
            return new File(real.toString());
        }
        Object[] bare = arguments == null ? new Object[0] : arguments.clone();
        for (int i = 0; i < bare.length; i++) {
            bare[i] = bare[i] instanceof Path path ? bare(path) : bare[i];
        }
        try {
            return wrapped(method.invoke(real, bare));
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    private Object wrapped(Object result) {
        if (result instanceof Path path) {
            return of(path, files);
        } else if (result instanceof Iterator<?> names) {
            return new Iterator<Path>() {
                @Override
                public boolean hasNext() {
                    return names.hasNext();
                }

                @Override
                public Path next() {
                    return of((Path) names.next(), files);
                }
            };
        }
        return result;
    }
}
