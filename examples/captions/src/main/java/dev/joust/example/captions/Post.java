// SPDX-License-Identifier: Apache-2.0
package dev.joust.example.captions;

import dev.joust.schema.Key;

/**
 * A row of the generated table: a picture as somebody posted it.
 *
 * @param key nine digits
 * @param caption what the page says about it
 * @param url where it was found; its host names who published it
 * @param width in pixels
 * @param height in pixels
 * @param image a JPEG; a few end too early
 */
@SuppressWarnings("ArrayRecordComponent") // a row is written once and compared never
record Post(@Key String key, String caption, String url, long width, long height, byte[] image) {}
