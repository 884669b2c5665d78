// SPDX-License-Identifier: Apache-2.0
package dev.joust.vision;

/** The image formats that can be read. */
public enum ImageFormat {
    /** JPEG: baseline or progressive, 8 bits, grey, YCbCr, RGB, CMYK or YCCK. */
    JPEG,
    /** PNG: every colour type and depth. */
    PNG
}
