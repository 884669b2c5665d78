// SPDX-License-Identifier: Apache-2.0
package dev.joust.job;

/** How far a job is. */
public enum JobState {
    /** It works, or its process ended without a word. */
    RUNNING,
    /** It did everything that it planned. */
    DONE,
    /** It stopped at an error; what it committed is kept. */
    FAILED,
    /** It was asked to stop; what it committed is kept. */
    CANCELLED
}
