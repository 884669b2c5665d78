// SPDX-License-Identifier: Apache-2.0
package io.questdb.jar.jni;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.StandardCopyOption;

/**
 * Loads Lance's native library in place where it lies unpacked on {@code java.library.path}, as it does behind the
 * {@code joust} launcher.
 *
 * <p>The class of this name that lance-core brings writes the library, 181 MB, to a temporary file in each JVM: 0.3 to
 * 1.4 seconds, against a few milliseconds here. This one stands in for it because the command line's jar comes first on
 * the class path; it keeps that class's shape. Without an unpacked library it does what the other does.
 */
public interface JarJniLoader {
    /**
     * Loads a library for classes of this class loader.
     *
     * @param owner whose resources hold the packed library
     * @param folder the resource folder of the packed libraries, such as {@code /nativelib}
     * @param name without prefix and ending, such as {@code lance_jni}
     * @throws LoadException if the library is neither unpacked nor packed, or cannot be unpacked
     * @throws UnsatisfiedLinkError if the system refuses the library
     */
    static <T> void loadLib(Class<T> owner, String folder, String name) {
        String file = System.mapLibraryName(name);
        for (String path : System.getProperty("java.library.path", "").split(File.pathSeparator, -1)) {
            File unpacked = new File(path, file);
            if (!path.isEmpty() && unpacked.isFile()) {
                System.load(unpacked.getAbsolutePath());
                return;
            }
        }
        loadPacked(owner, folder + "/" + Platform.RESOURCE_PREFIX + "/" + file);
    }

    private static void loadPacked(Class<?> owner, String resource) {
        try (InputStream packed = owner.getResourceAsStream(resource)) {
            if (packed == null) {
                throw new LoadException("Cannot load native library '" + resource + "': it is not on the class path");
            }
            File copy = File.createTempFile("joust-", "-" + resource.substring(resource.lastIndexOf('/') + 1));
            copy.deleteOnExit();
            Files.copy(packed, copy.toPath(), StandardCopyOption.REPLACE_EXISTING);
            System.load(copy.getAbsolutePath());
        } catch (IOException e) {
            throw new LoadException("Cannot unpack native library '" + resource + "': " + e.getMessage(), e);
        }
    }
}
