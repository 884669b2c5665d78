// SPDX-License-Identifier: Apache-2.0
package dev.joust.driving.synth.internal.world;

import java.util.Optional;

/**
 * A thing that stands or moves in the scene.
 *
 * @param x metres right of the road's middle, of its centre
 * @param z metres ahead of the camera's first place, of its nearest point
 * @param heading radians: 0 drives away from the camera, pi comes towards it, pi/2 goes to the right
 * @param size height in metres
 * @param speedX metres to the right per frame
 * @param speedZ metres ahead per frame
 * @param seed decides colours and pose
 */
public record Actor(
        Kind kind, double x, double z, double heading, double size, double speedX, double speedZ, long seed) {
    /** Where it is seen in the n-th frame of a clip in which the camera goes {@code metres} ahead per frame. */
    public Actor inFrame(int frame, double metres) {
        return new Actor(kind, x + speedX * frame, z + (speedZ - metres) * frame, heading, size, speedX, speedZ, seed);
    }

    /** The same actor elsewhere across the road. */
    public Actor at(double newX) {
        return new Actor(kind, newX, z, heading, size, speedX, speedZ, seed);
    }

    /** What it is, and what det_20 calls it. */
    public enum Kind {
        PEDESTRIAN("pedestrian"),
        BICYCLIST("rider"),
        MOTORCYCLIST("rider"),
        CAR("car"),
        VAN("car"),
        TRUCK("truck"),
        BUS("bus"),
        TRAM("train"),
        MOTORCYCLE("motorcycle"),
        BICYCLE("bicycle"),
        TRAFFIC_LIGHT("traffic light"),
        TRAFFIC_SIGN("traffic sign"),
        GANTRY("traffic sign"),
        LAMP(""),
        TREE("");

        private final String category;

        Kind(String category) {
            this.category = category;
        }

        /** Empty for what BDD100K does not label. */
        public Optional<String> category() {
            return category.isEmpty() ? Optional.empty() : Optional.of(category);
        }

        /** Whether it has a body of metal around whoever is in it. */
        public boolean isVehicle() {
            return this == CAR || this == VAN || this == TRUCK || this == BUS || this == TRAM;
        }
    }
}
