// SPDX-License-Identifier: Apache-2.0
package dev.joust.driving.bdd100k;

import java.util.Collection;
import java.util.Optional;

/** Images that are read one after the other and share what has to be known before the first of them. */
interface ImageGroup<R> {
    /** The images in the order in which they are read. */
    Collection<NamedImage> images();

    /** Where the images lie, for the problem of an id that occurs in two groups. */
    String name();

    /** Gets ready, before the first image is read; reports what is wrong with the group as a whole. */
    void begin(Reports reports);

    /** Why an image cannot become a row although its own file may be whole; it is then not read. */
    Optional<String> refusal(NamedImage image);

    /** Makes the row of an image. */
    R row(NamedImage image, ImageContent content, Reports reports);
}
