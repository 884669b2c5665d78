// SPDX-License-Identifier: Apache-2.0
package dev.joust.driving.bdd100k;

/** What a reader does with a problem that costs a row, such as a broken or missing image. */
public enum OnError {
    /** Reports it, leaves the row out and goes on. */
    SKIP,
    /** Reports it and ends with an exception of the same text. */
    FAIL
}
