// SPDX-License-Identifier: Apache-2.0
package dev.joust.driving.synth.internal.scene;

import dev.joust.driving.synth.internal.figure.Figure;
import dev.joust.driving.synth.internal.figure.Figures;
import dev.joust.driving.synth.internal.world.Actor;
import dev.joust.driving.synth.internal.world.Actor.Kind;
import dev.joust.driving.synth.internal.world.Camera;
import dev.joust.driving.synth.internal.world.Conditions;
import dev.joust.driving.synth.internal.world.Conditions.Scene;
import dev.joust.driving.synth.internal.world.Dice;
import dev.joust.driving.synth.internal.world.Look;
import dev.joust.driving.synth.internal.world.Road;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Decides what a frame shows, from (seed, clip, frame) alone.
 *
 * <p>The heights of people are drawn first, log-uniform from {@value #SHORTEST} to {@value #TALLEST} pixels of a frame
 * 720 high; their distance follows from the height, and the camera is set so that their feet are in the picture.
 */
public final class ScenePlanner {
    static final double SHORTEST = 12;
    static final double TALLEST = 500;

    private final long seed;
    private final int width;
    private final int height;

    /** Plans frames of so many pixels; another seed gives other scenes. */
    public ScenePlanner(long seed, int width, int height) {
        this.seed = seed;
        this.width = width;
        this.height = height;
    }

    /** The n-th frame of a clip, counted from 0; the last one is what the others are derived from. */
    public ScenePlan plan(Footage.Clip clip, int frame) {
        long clipSeed = Dice.hash(seed, clip.number(), 8);
        Dice dice = Dice.of(clipSeed, 1);
        Conditions conditions = clip.conditions();
        Look look = Look.of(conditions, dice);
        double focal = width * dice.range(0.66, 0.82);
        double eye = dice.range(1.25, 1.5);
        List<Actor> people = people(conditions.scene(), focal, dice);
        double crosswalkZ = crosswalk(conditions.scene(), people, dice);
        Road road = Road.plan(conditions.scene(), look, crosswalkZ, dice);
        Camera camera = camera(focal, eye, people, road, dice);
        Cast cast = new Cast(camera, look, road, width, height);
        Traffic traffic = new Traffic(conditions.scene(), road, camera, dice);
        traffic.furniture(crosswalkZ).forEach(cast::add);
        traffic.vehicles().forEach(cast::add);
        for (Actor rider : traffic.riders(height)) {
            cast.addVisibly(rider, dice);
        }
        people.stream().sorted(Comparator.comparingDouble(Actor::z)).forEach(person -> cast.addVisibly(person, dice));
        double metres = metresPerFrame(cast.actors(), dice);
        int offset = frame - clip.frames() + 1;
        List<Actor> actors = cast.actors().stream()
                .map(actor -> actor.inFrame(offset, metres))
                .sorted(Comparator.comparingDouble(Actor::z).reversed())
                .toList();
        List<Figure> figures = actors.stream()
                .map(actor -> Figures.of(actor, camera, look, road))
                .toList();
        return new ScenePlan(
                FrameName.of(seed, clip.number(), frame),
                clip,
                frame,
                clipSeed,
                camera,
                look,
                road,
                offset * metres,
                actors,
                Labels.of(actors, figures, width, height));
    }

    /** People at the distance at which they have their height in pixels; where across the road is decided later. */
    private List<Actor> people(Scene scene, double focal, Dice dice) {
        double likely = switch (scene) {
            case CITY_STREET -> 0.74;
            case RESIDENTIAL, PARKING_LOT, GAS_STATIONS -> 0.62;
            case TUNNEL, HIGHWAY, UNDEFINED -> 0.3;
        };
        List<Actor> people = new ArrayList<>();
        int count = dice.chance(likely) ? dice.pick(new int[] {1, 1, 1, 2, 2, 2, 3, 3, 4, 6}) : 0;
        for (int i = 0; i < count; i++) {
            double pixels = dice.logRange(SHORTEST, TALLEST) * height / 720;
            boolean child = pixels < height / 3.0 && dice.chance(0.1);
            double size = child ? dice.range(1.05, 1.45) : dice.range(1.55, 1.88);
            double z = focal * size / pixels;
            boolean across = z < 7 || dice.chance(0.35);
            double heading = across ? dice.side() * Math.PI / 2 : dice.chance(0.5) ? 0 : Math.PI;
            double speed = Math.min(0.05, 8 * z / focal);
            people.add(new Actor(
                    Kind.PEDESTRIAN,
                    0,
                    z,
                    heading,
                    size,
                    across ? speed * Math.signum(heading) : 0,
                    across ? 0 : Math.min(speed, 0.004 * z) * Math.cos(heading),
                    dice.nextLong()));
        }
        return people;
    }

    private static double crosswalk(Scene scene, List<Actor> people, Dice dice) {
        if ((scene != Scene.CITY_STREET && scene != Scene.RESIDENTIAL) || !dice.chance(0.4)) {
            return 0;
        }
        return people.stream()
                .filter(person -> Math.abs(Math.sin(person.heading())) > 0.5 && person.z() < 45)
                .mapToDouble(Actor::z)
                .findFirst()
                .orElse(dice.range(7, 40));
    }

    private Camera camera(double focal, double eye, List<Actor> people, Road road, Dice dice) {
        double lowest = height * 0.992;
        for (Actor person : people) {
            lowest = Math.min(lowest, height * 0.992 - focal * eye / person.z());
        }
        double horizon = Math.min(lowest, height * dice.range(0.32, 0.6));
        double x = road.ownLane() + dice.range(-0.5, 0.5);
        return new Camera(width, height, focal, horizon, eye, x, dice.range(-0.14, 0.14), dice.gaussian() * 0.0011);
    }

    /** Slow enough that the nearest person grows by a hundredth at most. */
    private static double metresPerFrame(List<Actor> actors, Dice dice) {
        double metres = dice.chance(0.25) ? 0 : dice.range(0.03, 0.2);
        for (Actor actor : actors) {
            if (actor.kind() == Kind.PEDESTRIAN
                    || actor.kind() == Kind.BICYCLIST
                    || actor.kind() == Kind.MOTORCYCLIST) {
                metres = Math.min(metres, actor.z() * 0.01);
            }
        }
        return metres;
    }
}
