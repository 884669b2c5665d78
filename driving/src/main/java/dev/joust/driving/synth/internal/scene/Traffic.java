// SPDX-License-Identifier: Apache-2.0
package dev.joust.driving.synth.internal.scene;

import dev.joust.driving.synth.internal.figure.Bodywork;
import dev.joust.driving.synth.internal.world.Actor;
import dev.joust.driving.synth.internal.world.Actor.Kind;
import dev.joust.driving.synth.internal.world.Camera;
import dev.joust.driving.synth.internal.world.Conditions.Scene;
import dev.joust.driving.synth.internal.world.Dice;
import dev.joust.driving.synth.internal.world.Road;
import java.util.ArrayList;
import java.util.List;

/** Fills a road with vehicles in their lanes, parked cars, riders, lamps, trees, lights and signs. */
final class Traffic {
    private static final double FARTHEST = 110;

    private final Scene scene;
    private final Road road;
    private final Camera camera;
    private final Dice dice;

    Traffic(Scene scene, Road road, Camera camera, Dice dice) {
        this.scene = scene;
        this.road = road;
        this.camera = camera;
        this.dice = dice;
    }

    List<Actor> vehicles() {
        List<Actor> vehicles = new ArrayList<>();
        double density = dice.range(0.05, 0.8);
        for (int lane = 0; lane < road.lanes().size(); lane++) {
            fillLane(vehicles, lane, density);
        }
        if (scene == Scene.PARKING_LOT) {
            park(vehicles, -1, 2.9, true);
            park(vehicles, 1, 2.9, true);
        } else if (road.right() - road.lanes().get(road.lanes().size() - 1) > 3.2 && scene != Scene.HIGHWAY) {
            park(vehicles, -1, 6.2, false);
            park(vehicles, 1, 6.2, false);
        }
        if (scene == Scene.CITY_STREET && dice.chance(0.12)) {
            double speed = dice.side() * 0.06;
            vehicles.add(vehicle(
                    Kind.CAR, dice.range(-9, 9), dice.range(22, 50), Math.signum(speed) * Math.PI / 2, speed, 0));
        }
        return vehicles;
    }

    private void fillLane(List<Actor> vehicles, int lane, double density) {
        double x = road.lanes().get(lane);
        boolean own = Math.abs(x - road.ownLane()) < 0.1;
        boolean oncoming = lane < road.oncoming();
        double z = own ? dice.logRange(6.5, 30) : dice.logRange(0.4, 26);
        while (z < FARTHEST) {
            Kind kind = kind();
            if (dice.chance(density)) {
                double speed = own ? dice.range(-0.02, 0.05) : dice.range(-0.03, 0.06);
                double along = oncoming ? -Math.min(0.12, 0.006 * z) : Math.min(speed, 0.006 * z);
                vehicles.add(vehicle(kind, x + dice.range(-0.3, 0.3), z, oncoming ? Math.PI : 0, 0, along));
            }
            z += Bodywork.length(kind) + dice.logRange(3, 30);
        }
    }

    private Kind kind() {
        double draw = dice.range(0, 1);
        if (scene == Scene.CITY_STREET && draw > 0.985) {
            return Kind.TRAM;
        }
        double trucks = scene == Scene.HIGHWAY ? 0.2 : 0.08;
        double buses = scene == Scene.CITY_STREET ? 0.07 : 0.02;
        if (draw < trucks) {
            return Kind.TRUCK;
        }
        if (draw < trucks + buses) {
            return Kind.BUS;
        }
        return draw < trucks + buses + 0.14 ? Kind.VAN : Kind.CAR;
    }

    private Actor vehicle(Kind kind, double x, double z, double heading, double speedX, double speedZ) {
        double size = switch (kind) {
            case TRUCK -> dice.range(2.9, 3.9);
            case BUS -> dice.range(2.9, 3.3);
            case TRAM -> 3.4;
            case VAN -> dice.range(1.9, 2.3);
            default -> dice.range(1.4, 1.72);
        };
        return new Actor(kind, x, z, heading, size, speedX, speedZ, dice.nextLong());
    }

    private void park(List<Actor> vehicles, int side, double pitch, boolean squareOn) {
        double share = dice.range(0.1, 0.95);
        double edge = side < 0 ? road.left() : road.right();
        for (double z = dice.range(-3, 4); z < 75; z += pitch * dice.range(1, 1.06)) {
            if (!dice.chance(share)) {
                continue;
            }
            Kind kind = dice.chance(0.14) ? Kind.VAN : Kind.CAR;
            double heading = squareOn ? dice.side() * Math.PI / 2 : side < 0 && road.oncoming() > 0 ? Math.PI : 0;
            vehicles.add(vehicle(kind, edge - side * (squareOn ? 2.4 : 1.1), z, heading, 0, 0));
        }
        if (!squareOn && dice.chance(0.25)) {
            double z = dice.logRange(5, 30);
            Kind kind = dice.chance(0.7) ? Kind.BICYCLE : Kind.MOTORCYCLE;
            vehicles.add(new Actor(kind, edge + side * 0.7, z, Math.PI / 2, 1.8, 0, 0, dice.nextLong()));
        }
    }

    /** Riders, on about a fifth of all frames; z is such that their wheels are in the frame. */
    List<Actor> riders(int height) {
        double likely = scene == Scene.CITY_STREET || scene == Scene.RESIDENTIAL ? 0.25 : 0.14;
        List<Actor> riders = new ArrayList<>();
        if (!dice.chance(likely)) {
            return riders;
        }
        double nearest = Math.max(4, camera.groundZ(height * 0.99));
        int count = dice.chance(0.2) ? 2 : 1;
        for (int i = 0; i < count; i++) {
            double z = dice.logRange(nearest, Math.max(55, nearest + 1));
            boolean motor = dice.chance(0.3);
            double draw = dice.range(0, 1);
            double heading = draw < 0.4 ? 0 : draw < 0.6 ? Math.PI : dice.side() * Math.PI / 2;
            double speed = Math.min(0.06, 8 * z / camera.focal());
            double ahead = Math.min(0.06, 0.005 * z) * StrictMath.cos(heading);
            Kind kind = motor ? Kind.MOTORCYCLIST : Kind.BICYCLIST;
            double across = StrictMath.sin(heading) * speed;
            riders.add(new Actor(kind, 0, z, heading, dice.range(1.65, 1.9), across, ahead, dice.nextLong()));
        }
        return riders;
    }

    List<Actor> furniture(double crosswalkZ) {
        List<Actor> furniture = new ArrayList<>();
        if (scene != Scene.TUNNEL) {
            lamps(furniture);
            trees(furniture);
        }
        if (scene == Scene.HIGHWAY && dice.chance(0.5)) {
            double x = dice.range(road.left() + 3, road.right() - 3);
            furniture.add(still(Kind.GANTRY, x, dice.logRange(16, 90), dice.range(7, 7.6)));
        }
        if ((crosswalkZ > 0 && dice.chance(0.75)) || (scene == Scene.CITY_STREET && dice.chance(0.35))) {
            trafficLights(furniture, crosswalkZ > 0 ? crosswalkZ + 2 : dice.logRange(12, 60));
        }
        int signs = scene == Scene.TUNNEL ? 0 : dice.pick(new int[] {0, 0, 1, 1, 2, 3});
        for (int i = 0; i < signs; i++) {
            int side = dice.chance(0.8) ? 1 : -1;
            furniture.add(
                    still(Kind.TRAFFIC_SIGN, edge(side) + side * 0.55, dice.logRange(6, 60), dice.range(2.3, 2.9)));
        }
        return furniture;
    }

    private void trafficLights(List<Actor> furniture, double z) {
        long seed = dice.nextLong();
        boolean hanging = dice.chance(0.5);
        for (int side = -1; side <= 1; side += 2) {
            if (side < 0 && !dice.chance(0.6)) {
                continue;
            }
            double x = edge(side) + (hanging ? -side * dice.range(1.5, 3) : side * 0.5);
            furniture.add(new Actor(
                    Kind.TRAFFIC_LIGHT, x, z + 0.01 * side, 0, hanging ? dice.range(5.6, 6.2) : 3.4, 0, 0, seed));
        }
    }

    private void lamps(List<Actor> furniture) {
        if (scene == Scene.UNDEFINED || (scene == Scene.HIGHWAY && dice.chance(0.5))) {
            return;
        }
        double pitch = dice.range(18, 34);
        double top = dice.range(6, 9.5);
        boolean both = dice.chance(0.4);
        int side = dice.side();
        // The upper bits of the seed give the colour of the light, the same along the whole street.
        long seed = dice.nextLong() & ~255L;
        int number = 0;
        for (double z = dice.range(4, pitch); z < 130; z += pitch) {
            furniture.add(new Actor(Kind.LAMP, edge(side) + side * 0.6, z, 0, top, 0, 0, seed + number++ % 256));
            if (both) {
                side = -side;
            }
        }
    }

    private void trees(List<Actor> furniture) {
        int trees = switch (scene) {
            case RESIDENTIAL -> dice.between(4, 12);
            case UNDEFINED, HIGHWAY -> dice.between(2, 14);
            case CITY_STREET -> dice.chance(0.45) ? dice.between(2, 8) : 0;
            case TUNNEL, PARKING_LOT, GAS_STATIONS -> dice.between(0, 3);
        };
        double leftShare = dice.range(0.1, 0.9);
        for (int i = 0; i < trees; i++) {
            int side = dice.chance(leftShare) ? -1 : 1;
            double out = scene == Scene.CITY_STREET ? 0.9 : road.walk() + dice.range(1.2, 9);
            furniture.add(still(Kind.TREE, edge(side) + side * out, dice.logRange(7, 100), dice.range(3.5, 9)));
        }
    }

    private Actor still(Kind kind, double x, double z, double size) {
        return new Actor(kind, x, z, 0, size, 0, 0, dice.nextLong());
    }

    private double edge(int side) {
        return side < 0 ? road.left() : road.right();
    }
}
