// SPDX-License-Identifier: Apache-2.0
package dev.joust.driving.bdd100k;

import java.nio.file.Files;
import java.nio.file.Path;

/** Checks what a user named as a folder. */
final class Folders {
    private Folders() {}

    static void requireFolder(String what, Path root) {
        if (!Files.exists(root)) {
            throw ReadErrors.noSuchFolder(what, root);
        }
        if (!Files.isDirectory(root)) {
            throw ReadErrors.notAFolder(what, root);
        }
    }
}
