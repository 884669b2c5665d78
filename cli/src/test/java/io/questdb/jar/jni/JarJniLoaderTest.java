// SPDX-License-Identifier: Apache-2.0
package io.questdb.jar.jni;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JarJniLoaderTest {
    private static final String LIBRARY_PATH = "java.library.path";

    private final String before = System.getProperty(LIBRARY_PATH);

    @AfterEach
    void restoreTheLibraryPath() {
        System.setProperty(LIBRARY_PATH, before);
    }

    @Test
    void loadsTheUnpackedLibraryInPlace(@TempDir Path folder) throws IOException {
        Path unpacked = Files.writeString(folder.resolve(System.mapLibraryName("made_up")), "no library");
        System.setProperty(LIBRARY_PATH, folder.toString());

        assertThatThrownBy(() -> JarJniLoader.loadLib(JarJniLoaderTest.class, "/nativelib", "made_up"))
                .isInstanceOf(UnsatisfiedLinkError.class)
                .hasMessageStartingWith(unpacked + ": ");
    }

    @Test
    void saysSoWhereThereIsNoLibrary(@TempDir Path folder) {
        System.setProperty(LIBRARY_PATH, folder.toString());

        assertThatThrownBy(() -> JarJniLoader.loadLib(JarJniLoaderTest.class, "/nativelib", "made_up"))
                .isInstanceOf(LoadException.class)
                .hasMessage("Cannot load native library '/nativelib/" + Platform.RESOURCE_PREFIX + "/"
                        + System.mapLibraryName("made_up") + "': it is not on the class path");
    }
}
