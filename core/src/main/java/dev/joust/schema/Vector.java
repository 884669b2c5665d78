// SPDX-License-Identifier: Apache-2.0
package dev.joust.schema;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Gives a {@code float[]}, {@code double[]}, {@code List<Float>} or {@code List<Double>} component a fixed length, such
 * as that of an embedding.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Vector {
    /** How many numbers each value has. */
    int value();
}
