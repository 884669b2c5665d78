// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.lance.guard;

import java.util.concurrent.Callable;
import java.util.regex.Pattern;

/**
 * Versions that a cleanup elsewhere removes between the moment when Lance lists them and that when it reads them.
 *
 * <p>Lance reads versions before it writes the manifest of a new one, and none after it: a commit that fails in this
 * way has not happened.
 */
public final class VanishedVersions {
    private static final int ATTEMPTS = 20;
    private static final Pattern MANIFEST = Pattern.compile("/_versions/\\S+\\.manifest (?:was )?not found");

    private VanishedVersions() {}

    /** Whether a native call failed because of one. */
    public static boolean isAbout(Throwable failure) {
        return MANIFEST.matcher(String.valueOf(failure.getMessage())).find();
    }

    /** What a call answers that is made again, up to twenty times, where a version vanished under it. */
    public static <T> T retried(Callable<T> call) throws Exception {
        for (int attempt = 1; ; attempt++) {
            try {
                return call.call();
            } catch (Exception e) {
                if (!isAbout(e) || attempt == ATTEMPTS) {
                    throw e;
                }
            }
        }
    }
}
