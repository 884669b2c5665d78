// SPDX-License-Identifier: Apache-2.0
package dev.joust.driving.bdd100k;

/** What a reader does with a problem that costs a row or its labels, such as a broken image or a missing label file. */
public enum OnError {
    /** Reports it, leaves the row out, or its annotations NULL where only they are missing, and goes on. */
    SKIP,
    /** Reports it and ends with an exception of the same text. */
    FAIL
}
