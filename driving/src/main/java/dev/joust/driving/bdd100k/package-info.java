// SPDX-License-Identifier: Apache-2.0
/** Reads BDD100K as it was downloaded, and plain folders of images, as streams of records with every problem named. */
@NullMarked
package dev.joust.driving.bdd100k;

import org.jspecify.annotations.NullMarked;
