// SPDX-License-Identifier: Apache-2.0
package dev.joust.vision.model;

/** What becomes of the vectors that a model gives. */
enum VectorScale {
    /** They are brought to length 1, in the direction that they have. */
    UNIT,
    /** They stay as they are. */
    AS_IT_IS;

    /**
     * Returns the vector to store.
     *
     * @throws ArithmeticException if a number is not finite, or the vector has no direction but needs one
     */
    float[] apply(float[] vector) {
        double squares = 0;
        for (float number : vector) {
            squares += (double) number * number;
        }
        if (!Double.isFinite(squares)) {
            throw new ArithmeticException("the model gave a vector with a number that is not finite");
        }
        if (this == AS_IT_IS) {
            return vector;
        }
        if (squares == 0) {
            throw new ArithmeticException("the model gave a vector of zeros, which has no direction");
        }
        double length = Math.sqrt(squares);
        float[] unit = new float[vector.length];
        for (int i = 0; i < unit.length; i++) {
            unit[i] = (float) (vector[i] / length);
        }
        return unit;
    }
}
