// SPDX-License-Identifier: Apache-2.0
package dev.joust.driving.bdd100k;

/** An image to be read, under the id that its row will have. */
record NamedImage(String imageId, SourceFile file) {}
