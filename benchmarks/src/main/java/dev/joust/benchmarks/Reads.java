// SPDX-License-Identifier: Apache-2.0
package dev.joust.benchmarks;

import java.nio.file.Path;

final class Reads {
    static void run(Path folder) {}
}
