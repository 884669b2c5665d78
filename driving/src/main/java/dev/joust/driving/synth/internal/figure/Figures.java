// SPDX-License-Identifier: Apache-2.0
package dev.joust.driving.synth.internal.figure;

import dev.joust.driving.synth.internal.world.Actor;
import dev.joust.driving.synth.internal.world.Camera;
import dev.joust.driving.synth.internal.world.Look;
import dev.joust.driving.synth.internal.world.Road;

/** Turns a placed actor into what the camera sees of it. */
public final class Figures {
    private Figures() {}

    /** The shapes of an actor; empty where it is behind the camera. */
    public static Figure of(Actor actor, Camera camera, Look look, Road road) {
        Figure figure = new Figure();
        switch (actor.kind()) {
            case PEDESTRIAN -> People.draw(figure, actor, camera);
            case BICYCLIST, MOTORCYCLIST, MOTORCYCLE, BICYCLE -> Riders.draw(figure, actor, camera, look);
            case CAR, VAN, TRUCK, BUS, TRAM -> Vehicles.draw(figure, actor, camera, look);
            case TRAFFIC_LIGHT -> StreetFurniture.trafficLight(figure, actor, camera);
            case TRAFFIC_SIGN -> StreetFurniture.trafficSign(figure, actor, camera);
            case GANTRY -> StreetFurniture.gantry(figure, actor, camera, road);
            case LAMP -> StreetFurniture.lamp(figure, actor, camera, look);
            case TREE -> StreetFurniture.tree(figure, actor, camera, look);
        }
        return figure;
    }
}
