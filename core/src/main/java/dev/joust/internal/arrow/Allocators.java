// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.arrow;

import static java.util.Objects.requireNonNull;

import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;

/**
 * The memory of all Arrow data in this process.
 *
 * <p>Whoever takes a child closes it, after everything that was allocated from it. Closing a child that still holds
 * memory throws {@link IllegalStateException} with its name and the bytes that leaked.
 *
 * <p>Threads: children may be taken and closed by any thread.
 */
public final class Allocators {
    private static final RootAllocator ROOT = new RootAllocator(Long.MAX_VALUE);

    private Allocators() {}

    /** Returns a new allocator without limit, which the caller closes. */
    public static BufferAllocator child(String name) {
        return ROOT.newChildAllocator(requireNonNull(name, "name"), 0, Long.MAX_VALUE);
    }

    /** Returns a new allocator that refuses to hold more than {@code limitBytes}, which the caller closes. */
    public static BufferAllocator child(String name, long limitBytes) {
        return ROOT.newChildAllocator(requireNonNull(name, "name"), 0, limitBytes);
    }

    /** The bytes that all children hold now; zero when everything is closed. */
    public static long allocatedBytes() {
        return ROOT.getAllocatedMemory();
    }
}
