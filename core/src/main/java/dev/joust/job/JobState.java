// SPDX-License-Identifier: Apache-2.0
package dev.joust.job;

/** How far a job is. */
public enum JobState {
    /** It works, as far as this machine can tell. */
    RUNNING,
    /** It did everything that it planned. */
    DONE,
    /** It stopped at an error; what it committed is kept. */
    FAILED,
    /** It was asked to stop; what it committed is kept. */
    CANCELLED,
    /** Its process ended without a word; what it committed is kept. */
    INTERRUPTED
}
